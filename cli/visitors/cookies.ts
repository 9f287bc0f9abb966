import { createHash } from 'node:crypto';
import { Cookie, CookieJar } from 'tough-cookie';

/** Browsers ignore a cookie of which name and value together exceed this (RFC 6265bis, 5.6); the old one stays. */
const MAX_NAME_AND_VALUE = 4096;

/** A cookie jar with a browser's rules, and hashes of what went in and out for the record. */
export class Cookies {
  readonly #jar = new CookieJar();

  /** The `Cookie` header for a URL, '' where there is none. */
  header(url: string): string {
    return this.#jar.getCookieStringSync(url);
  }

  /** Keeps what a browser would keep. */
  keep(url: string, setCookie: readonly string[]): void {
    for (const text of setCookie) {
      const cookie = Cookie.parse(text);
      if (!cookie || Buffer.byteLength(cookie.key + cookie.value) > MAX_NAME_AND_VALUE) continue;
      this.#jar.setCookieSync(cookie, url, { ignoreError: true });
    }
  }
}

/** Name and hashed value of each cookie in a `Cookie` header or in `Set-Cookie` lines. */
export function hashedCookies(texts: readonly string[]): Record<string, string> {
  const pairs = texts.map((text) => /^([^=;]*)=([^;]*)/.exec(text)).filter((pair) => pair !== null);
  return Object.fromEntries(pairs.map(([, name, value]) => [name!.trim(), shortHash(value!)]));
}

const shortHash = (value: string): string => createHash('sha256').update(value).digest('hex').slice(0, 12);
