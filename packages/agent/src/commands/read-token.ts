import type { CommandIo } from "./command-io.ts";
import { reasonOf } from "./open-state-folder.ts";

/** A token is some 70 characters. */
const TOKEN_FILE_MAX_BYTES = 4_096;
const TOKEN = /^berth_enrol_[\x21-\x7e]{16,400}$/;

/** The token in a file, or on standard input for `-`; null once it has been said why there is none. */
export async function readToken(file: string, io: CommandIo): Promise<string | null> {
  const { text } = io;
  let content: string;
  try {
    if (file === "-") content = await io.readInput(TOKEN_FILE_MAX_BYTES);
    else {
      const read = io.files.read(file, TOKEN_FILE_MAX_BYTES);
      if (!read.isPrivate) io.writeError(`${text.enrol.tokenFileReadable(file)}\n`);
      content = read.text;
    }
  } catch (error) {
    io.writeError(`${text.enrol.tokenFileUnreadable(file, reasonOf(error))}\n`);
    return null;
  }
  const token = content.trim();
  if (TOKEN.test(token)) return token;
  io.writeError(`${text.enrol.notAToken(file)}\n`);
  return null;
}
