"""The proxy of `infra/`, with a certificate of its own, on ports of its own of the loopback."""

import shutil
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.processes import free_port

CONFIGURATION = Path(__file__).parents[2] / "infra" / "palier-nginx.conf"
NAME = "palier.exemple.fr"
TRUSTING = ssl.create_default_context()
"""A certificate made a second ago is nobody's to vouch for."""
TRUSTING.check_hostname, TRUSTING.verify_mode = False, ssl.CERT_NONE


class Proxy:
    """A running nginx; `port` is that of TLS."""

    def __init__(self, folder: Path, port: int, plain: int) -> None:
        self.port, self._folder, self._plain = port, folder, plain
        self._process: subprocess.Popen[bytes] | None = None

    def lead_to(self, *upstreams: int) -> None:
        """Write the configuration that sends what comes to these ports of the loopback, before the start."""
        one = "server 127.0.0.1:8000 fail_timeout=2s;"
        text = CONFIGURATION.read_text(encoding="utf-8")
        for old, new in (
            ("/etc/palier/tls", str(self._folder)),
            ("/var/log/nginx", str(self._folder)),
            (one, " ".join(one.replace("8000", str(port)) for port in upstreams)),
            ("listen 80;", f"listen 127.0.0.1:{self._plain};"),
            ("listen 443 ssl http2;", f"listen 127.0.0.1:{self.port} ssl http2;"),
            ("palier_by_address 40", "palier_by_address 4000"),  # here everybody has the same address
        ):
            assert old in text, old
            text = text.replace(old, new)
        (self._folder / "palier.conf").write_text(text, encoding="utf-8")

    def start(self, nginx: str) -> None:
        """Start it in the foreground, as a child."""
        configuration = self._folder / "nginx.conf"
        configuration.write_text(
            f"daemon off; pid {self._folder}/pid; worker_rlimit_nofile 8192; error_log {self._folder}/error.log;\n"
            f"events {{ worker_connections 4096; }}\nhttp {{ include {self._folder}/palier.conf; }}\n"
        )
        words = [nginx, "-c", str(configuration), "-p", str(self._folder)]
        self._process = subprocess.Popen(words, stderr=subprocess.DEVNULL)
        time.sleep(1)

    def stop(self) -> None:
        """End it, and wait for its end."""
        if self._process:
            self._process.terminate()
            self._process.wait(10)


@contextmanager
def proxy(*upstreams: int) -> Iterator[Proxy]:
    """The proxy in front of these ports. Ends the program, in French, where nginx or openssl is missing."""
    nginx, openssl = shutil.which("nginx"), shutil.which("openssl")
    if not nginx or not openssl:
        raise SystemExit("nginx et openssl : apt-get install nginx-light openssl")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        words = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={NAME}"]
        pair = ["-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")]
        subprocess.run([openssl, *words, *pair], check=True, capture_output=True)
        made = Proxy(folder, free_port(), free_port())
        made.lead_to(*upstreams)
        made.start(nginx)
        try:
            yield made
        finally:
            made.stop()
