import process from "node:process";

/** Signals that end a process at once, without its exit handlers, where nobody listens: a closed terminal, Ctrl-C, a service manager. */
const ENDING_SIGNALS = ["SIGHUP", "SIGINT", "SIGTERM"] as const;

/**
 * Runs `cleanUp` when this process ends, by itself, by an error or by a signal that nobody else listens to; the process then
 * ends by that signal all the same. The function returned takes it back.
 */
export function atEnd(cleanUp: () => void): () => void {
  const onSignal = (signal: NodeJS.Signals) => {
    // Ours is called first, so that a listener for one time only still counts here. Whoever else listens ends the process or does not.
    if (process.listenerCount(signal) > 1) return;
    takeBack();
    cleanUp();
    process.kill(process.pid, signal);
  };
  const takeBack = () => {
    process.removeListener("exit", cleanUp);
    for (const signal of ENDING_SIGNALS) process.removeListener(signal, onSignal);
  };
  process.once("exit", cleanUp);
  for (const signal of ENDING_SIGNALS) process.prependListener(signal, onSignal);
  return takeBack;
}
