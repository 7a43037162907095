import { MalformedReading } from "../gap-from-error.ts";

const NEWLINE = 10;
const SPACE = 32;
const COLON = 58;

/** Value of each byte as a hexadecimal digit, −1 where it is none. */
const HEX_VALUE = new Int8Array(256).fill(-1);
for (const [i, digit] of [..."0123456789ABCDEF"].entries()) HEX_VALUE[digit.charCodeAt(0)] = i;

/**
 * One line of /proc/net/{tcp,tcp6,udp,udp6} at a time, from bytes, without a string or an object per line. The columns
 * are printed by get_tcp4_sock() and its siblings (net/ipv4/tcp_ipv4.c, udp.c, net/ipv6/tcp_ipv6.c, udp.c). A line that
 * does not fit throws: a table that cannot be read to its end is refused whole.
 */
export class ProcNetLine {
  readonly local = new Int32Array(4);
  readonly remote = new Int32Array(4);
  localPort = 0;
  remotePort = 0;
  state = 0;
  /** 3 for TIME_WAIT and FIN_WAIT_2 mini sockets. */
  timer = 0;
  /** In clock ticks of 10 ms (USER_HZ is 100 on every architecture that Node runs on). */
  timerTicks = 0;
  inode = 0;

  /** Offset of the next line; may be set to where an earlier pass stopped. */
  position = 0;

  #bytes: Uint8Array = new Uint8Array(0);
  #addressWords = 1;

  /** Starts a table; `addressWords` is 1 for IPv4, 4 for IPv6. The header line is checked and passed. */
  begin(bytes: Uint8Array, addressWords: 1 | 4): void {
    this.#bytes = bytes;
    this.position = 0;
    this.#addressWords = addressWords;
    const headerEnd = bytes.indexOf(NEWLINE);
    this.#skipSpaces();
    if (headerEnd < 0 || bytes[this.position] !== 115 || bytes[this.position + 1] !== 108)
      throw new MalformedReading("the table has no header");
    this.position = headerEnd + 1;
  }

  /** Reads the next line into the fields; false at the end of the table. */
  next(): boolean {
    if (this.position === this.#bytes.length) return false;
    this.#skipSpaces();
    this.#decimal();
    this.#expect(COLON);
    this.#expect(SPACE);
    this.#address(this.local);
    this.localPort = this.#hex(4);
    this.#expect(SPACE);
    this.#address(this.remote);
    this.remotePort = this.#hex(4);
    this.#expect(SPACE);
    this.state = this.#hex(2);
    this.#expect(SPACE);
    this.#hex(8);
    this.#expect(COLON);
    this.#hex(8);
    this.#expect(SPACE);
    this.timer = this.#hex(2);
    this.#expect(COLON);
    this.timerTicks = this.#hex(8);
    this.#expect(SPACE);
    this.#hex(8);
    this.#skipSpaces();
    this.#decimal(); // uid
    this.#skipSpaces();
    this.#decimal(); // probes without an answer
    this.#expect(SPACE);
    this.inode = this.#decimal();
    this.position = this.#bytes.indexOf(NEWLINE, this.position) + 1;
    if (this.position === 0) throw new MalformedReading("the last line is cut off");
    return true;
  }

  #address(words: Int32Array): void {
    for (let i = 0; i < this.#addressWords; i++) words[i] = this.#hex(8);
    this.#expect(COLON);
  }

  #hex(digits: number): number {
    const bytes = this.#bytes;
    const end = this.position + digits;
    let value = 0;
    for (let at = this.position; at < end; at++) {
      const digit = at < bytes.length ? HEX_VALUE[bytes[at]!]! : -1;
      if (digit < 0) throw this.#nonsense();
      value = (value << 4) | digit;
    }
    this.position = end;
    return value;
  }

  #decimal(): number {
    const bytes = this.#bytes;
    const start = this.position;
    let value = 0;
    let at = start;
    for (; at < bytes.length; at++) {
      const digit = bytes[at]! - 48;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
    }
    if (at === start || at - start > 20) throw this.#nonsense();
    this.position = at;
    return value;
  }

  #expect(byte: number): void {
    if (this.#bytes[this.position] !== byte) throw this.#nonsense();
    this.position++;
  }

  #skipSpaces(): void {
    while (this.#bytes[this.position] === SPACE) this.position++;
  }

  #nonsense(): MalformedReading {
    return new MalformedReading(`byte ${this.position} of the table is out of place`);
  }
}
