/** A browser as far as these tests need one: it follows the link, keeps the cookie, reads the API and the pages. */
export class Visitor {
  readonly #origin: string;
  readonly #cookies = new Map<string, string>();

  constructor(origin: string) {
    this.#origin = origin;
  }

  /** Follows redirects by hand, because cookies are set on the way. */
  async open(address: string | URL): Promise<Response> {
    for (let next = new URL(address, this.#origin), hops = 0; ; hops++) {
      const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
      const response = await fetch(next, { redirect: "manual", headers: { cookie, accept: "text/html,application/json" } });
      for (const line of response.headers.getSetCookie()) this.#keep(line);
      const location = response.headers.get("location");
      if (!location || response.status < 300 || response.status > 399 || hops === 5) return response;
      next = new URL(location, next);
    }
  }

  async read<Body>(path: string): Promise<Body> {
    const response = await this.open(path);
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  }

  #keep(line: string): void {
    const [, name = "", value = ""] = /^([^=;]+)=([^;]*)/.exec(line) ?? [];
    this.#cookies.set(name, value);
  }
}
