import process from "node:process";
import { emitKeypressEvents } from "node:readline";
import { fitLine } from "../terminal/fit-line.ts";
import type { Key, Screen } from "../terminal/screen.ts";

const ALTERNATE_ON = "\u001b[?1049h\u001b[?25l";
const ALTERNATE_OFF = "\u001b[?25h\u001b[?1049l";
const HOME = "\u001b[H";
const CLEAR_LINE = "\u001b[K";
const CLEAR_BELOW = "\u001b[J";
const DEFAULT_SIZE = { columns: 80, rows: 24 };

const NAMES: Record<string, Key> = { return: "enter", pageup: "pageUp", pagedown: "pageDown" };

/** The terminal of this process, on its alternate screen with raw keys; null where standard input or output is none. */
export function terminalScreen(): Screen | null {
  const { stdin, stdout } = process;
  if (!stdin.isTTY || !stdout.isTTY) return null;
  let isOpen = true;
  const close = () => {
    if (!isOpen) return;
    isOpen = false;
    stdin.setRawMode(false);
    stdin.pause();
    stdout.write(ALTERNATE_OFF);
  };
  stdin.setRawMode(true);
  emitKeypressEvents(stdin);
  stdout.write(ALTERNATE_ON);
  // Whatever ends the process, the terminal is given back.
  process.once("exit", close);
  const size = () => ({ columns: stdout.columns || DEFAULT_SIZE.columns, rows: stdout.rows || DEFAULT_SIZE.rows });
  return {
    size,
    draw: (lines) => {
      const { columns, rows } = size();
      const shown = lines.slice(0, rows).map((line) => fitLine(line, columns) + CLEAR_LINE);
      stdout.write(HOME + shown.join("\r\n") + (shown.length < rows ? `\r\n${CLEAR_BELOW}` : ""));
    },
    onKey: (listener) => {
      stdin.on("keypress", (text: string | undefined, key: { name?: string; ctrl?: boolean }) => {
        if (key.ctrl && (key.name === "c" || key.name === "d")) listener("interrupt");
        else if (!key.ctrl)
          listener(NAMES[key.name ?? ""] ?? (text !== undefined && text.length === 1 && text > " " ? text : (key.name ?? "")));
      });
      stdin.resume();
    },
    onResize: (listener) => void stdout.on("resize", listener),
    close,
  };
}
