import { promisify } from "node:util";
import { gunzip, gunzipSync } from "node:zlib";
import { type Gunzip, TooLongError } from "../http/read-body.ts";

/** What is packed smaller is unpacked at once: handing it to another thread costs more than it takes. */
const AT_ONCE_BYTES = 32_768;

/** Node's own: a twentieth of what a stream costs for a push. */
export const zlibGunzip: Gunzip = async (packed, bytesMax) => {
  try {
    const options = { maxOutputLength: bytesMax };
    return packed.byteLength <= AT_ONCE_BYTES ? gunzipSync(packed, options) : await promisify(gunzip)(packed, options);
  } catch (error) {
    throw error instanceof RangeError ? new TooLongError() : error;
  }
};
