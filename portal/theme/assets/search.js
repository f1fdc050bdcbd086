/* What a visitor types, said in the words of the pages, before the theme's own search reads it: without accents, with the
   usual word for an official one (the list comes with the index), and without the little words that match everything. */
(() => {
  const SETUP = 0, QUERY = 2; // the messages of the theme to its worker
  const LITTLE = new Set("a au aux ce ces d de des du en et il j je l la le les ma mes mon n ne on ou par pas pour que qui s sa se ses son sur un une vos votre y".split(" "));
  const bare = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
  const words = (text) => text.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  let known = null; // the index, then every accented word by its letters without accents

  const accented = () => {
    if (!known || known.words) return known?.words ?? new Map();
    known.words = new Map();
    for (const doc of known.docs)
      for (const word of words(`${doc.title} ${doc.text}`.toLowerCase().normalize("NFC"))) {
        const plain = bare(word);
        if (plain !== word && plain.length === word.length) known.words.set(word, plain);
      }
    return known.words;
  };

  /* The beginnings of words that these letters may be: "depot" is also "dépôt". */
  const spellings = (term) => {
    const found = new Set([term]);
    for (const [word, plain] of accented()) if (plain.startsWith(bare(term))) found.add(word.slice(0, term.length));
    return [...found];
  };

  const official = (query) => {
    const said = ` ${words(bare(query)).join(" ")} `;
    const pairs = Object.entries(known?.config.synonyms ?? {});
    return pairs.filter(([usual]) => said.includes(` ${usual} `)).flatMap(([, meant]) => words(meant.toLowerCase()));
  };

  const understood = (query) => {
    const typed = words(query.toLowerCase().normalize("NFC"));
    const full = typed.filter((word) => !LITTLE.has(bare(word)));
    const kept = full.length ? full : typed;
    const meant = official(query).filter((word) => !LITTLE.has(bare(word)));
    return [...new Set([...kept.flatMap(spellings), ...meant])].join(" ");
  };

  const post = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (message, ...rest) {
    if (message?.type === SETUP) known = { ...message.data };
    const asked = message?.type === QUERY ? { ...message, data: understood(message.data) } : message;
    return post.call(this, asked, ...rest);
  };
})();
