import type { SocketSink } from "@berth/shared/domain/ports/socket-table.ts";
import { errorCode } from "../gap-from-error.ts";
import { type HostFiles, type ReadBuffer, readBuffer } from "../host-files.ts";
import { ProcNetLine } from "./proc-net-line.ts";

const TIMER_TIME_WAIT = 3;
const MS_PER_TICK = 10;
const STATE_LISTEN = 10;

/**
 * Reads socket tables from a /proc/…/net folder: the fallback where netlink is out of reach, at about four times its
 * cost. It cannot see bound-inactive sockets, IP_BIND_ADDRESS_NO_PORT, the bound device and v6only.
 */
export class ProcNet {
  readonly #line = new ProcNetLine();
  readonly #v4: ReadBuffer = readBuffer();
  readonly #v6: ReadBuffer = readBuffer();

  /** Fills an empty sink, listeners of both families first. Throws where a table cannot be read to its end. */
  readTcp(files: HostFiles, folder: string, sink: SocketSink): void {
    const v4 = files.readBytes(`${folder}/tcp`, this.#v4);
    const v6 = readIpv6Bytes(files, `${folder}/tcp6`, this.#v6);
    const rest4 = this.#addListeners(v4, 1, sink);
    const rest6 = v6 && this.#addListeners(v6, 4, sink);
    this.#add(v4, 1, rest4, sink);
    if (v6 && rest6 !== null) this.#add(v6, 4, rest6, sink);
  }

  readUdp(files: HostFiles, folder: string, sink: SocketSink): void {
    this.#add(files.readBytes(`${folder}/udp`, this.#v4), 1, null, sink);
    const v6 = readIpv6Bytes(files, `${folder}/udp6`, this.#v6);
    if (v6) this.#add(v6, 4, null, sink);
  }

  /** The kernel prints listeners before all others; answers where these begin. */
  #addListeners(bytes: Uint8Array, addressWords: 1 | 4, sink: SocketSink): number {
    const line = this.#line;
    for (line.begin(bytes, addressWords); ; this.#addLine(addressWords, sink)) {
      const { position } = line;
      if (!line.next() || line.state !== STATE_LISTEN) return position;
    }
  }

  #add(bytes: Uint8Array, addressWords: 1 | 4, from: number | null, sink: SocketSink): void {
    const line = this.#line;
    line.begin(bytes, addressWords);
    if (from !== null) line.position = from;
    while (line.next()) this.#addLine(addressWords, sink);
  }

  #addLine(addressWords: 1 | 4, sink: SocketSink): void {
    const { local, remote, localPort, remotePort, state, timer, timerTicks, inode } = this.#line;
    const expiresMs = timer === TIMER_TIME_WAIT ? timerTicks * MS_PER_TICK : 0;
    if (addressWords === 1) sink.add(4, state, localPort, remotePort, local[0]!, 0, 0, 0, remote[0]!, 0, 0, 0, expiresMs, 0, 0, inode);
    else
      sink.add(
        6,
        state,
        localPort,
        remotePort,
        local[0]!,
        local[1]!,
        local[2]!,
        local[3]!,
        remote[0]!,
        remote[1]!,
        remote[2]!,
        remote[3]!,
        expiresMs,
        0,
        0,
        inode,
      );
  }
}

/** A kernel without IPv6 has no such file, and no IPv6 socket either. */
function readIpv6Bytes(files: HostFiles, path: string, buffer: ReadBuffer): Uint8Array | null {
  try {
    return files.readBytes(path, buffer);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return null;
    throw error;
  }
}
