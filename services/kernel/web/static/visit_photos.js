// Photos: made smaller on the device, kept with what they show, never sent with what the camera wrote in them.
import { find, forget, keep } from "./visit_store.js";

const LONGEST_SIDE = 1600;
const QUALITY = 0.82;

// A file of the camera as a JPEG of at most 1,600 points a side.
export async function smaller(file) {
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
  canvas.width = canvas.height = 0; // a canvas gives its memory back only when it is emptied
  if (!blob) throw new Error("image");
  return blob;
}

export async function keepPhoto(prefix, subject, file) {
  const id = crypto.randomUUID();
  const blob = await smaller(file);
  await keep("photo", { key: `${prefix}/${id}`, id, subject, taken_at: new Date().toISOString(), blob });
  return id;
}

export const forgetPhoto = (prefix, id) => forget("photo", `${prefix}/${id}`);
export const findPhoto = (prefix, id) => find("photo", `${prefix}/${id}`);

export function asBase64(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}
