/** `--logs FILE`, as often as there are files: read beside the host's own journal. */
export const LOGS_FLAG = { takes: "values", example: "--logs /var/log/nginx/error.log" } as const;
