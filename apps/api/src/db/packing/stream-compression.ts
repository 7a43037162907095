import type { Compression } from "./pack-json.ts";

type Bytes = Uint8Array<ArrayBuffer>;

const through = async (bytes: Bytes, stream: TransformStream<Bytes, Bytes>): Promise<Bytes> =>
  new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());

/** The web's, which is all that a Worker has. */
export const streamCompression: Compression = {
  deflate: (bytes) => through(bytes, new CompressionStream("deflate-raw") as TransformStream<Bytes, Bytes>),
  inflate: (bytes) => through(bytes, new DecompressionStream("deflate-raw") as TransformStream<Bytes, Bytes>),
};
