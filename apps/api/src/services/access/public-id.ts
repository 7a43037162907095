const ALPHABET = "0123456789abcdefghijklmnopqrstuv";
const LENGTH = 26;

/** Whether it can be a host's id at all; anything else need not be looked for. */
export const isHostId = (text: string): boolean => /^host_[0-9a-z]{1,26}$/.test(text);

/** 130 bits as 26 characters of base 32. */
function encode(bytes: Uint8Array): string {
  let bits = 0;
  let held = 0;
  let text = "";
  for (const byte of bytes) {
    held = (held << 8) | byte;
    for (bits += 8; bits >= 5 && text.length < LENGTH; bits -= 5) text += ALPHABET[(held >>> (bits - 5)) & 31];
    held &= (1 << bits) - 1;
  }
  return text;
}

export const newOrganizationId = (): string => `org_${encode(crypto.getRandomValues(new Uint8Array(17)))}`;

/**
 * The same machine under the same name is the same host, also after it lost its credential. The machine's own id is not
 * kept: machine-id(5) asks that it leave the machine only hashed with something of the application's.
 */
export async function hostIdOf(machineId: string | null, hostname: string): Promise<string> {
  if (machineId === null) return `host_${encode(crypto.getRandomValues(new Uint8Array(17)))}`;
  const named = new TextEncoder().encode(`berth host\0${machineId}\0${hostname}`);
  return `host_${encode(new Uint8Array(await crypto.subtle.digest("SHA-256", named)))}`;
}
