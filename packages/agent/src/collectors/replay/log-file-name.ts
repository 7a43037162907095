/** `docker logs web`, `docker compose logs`, `kubectl -n shop logs orders-0`; `docker.log` of the daemon itself. */
const CONTAINER_LOGS = /^(?:cat_|sudo_)*(?:docker|podman|nerdctl|crictl|kubectl)(?:\.log\b|(?:[_-].*)?[_-]logs?(?![a-z]))/i;

/** `app.log`, `app.log.1`, `error.log-20260301`, each with `.txt` after it. */
const LOG_FILE = /[^_]\.log(?:[._-]\d[\d._-]*)?(?:\.(?:txt|out))?$/i;

/** Commands that print a file, of which only logs are worth a look. */
const PRINTS_FILE = /^(?:sudo_)?(?:tail|type|get-content)_/i;

/** Logs of containers and of what runs them, which their other commands must not be taken for. */
export const isContainerLogs = (name: string): boolean => CONTAINER_LOGS.test(name);

/** What is a log by its name alone. A name that a command is known by is asked for first. */
export const isLogName = (name: string): boolean => LOG_FILE.test(name) || PRINTS_FILE.test(name);
