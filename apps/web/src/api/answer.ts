/** What a read of the API came to. Pages decide what each means; nothing here throws for an answer the API may give. */
export type Answer<T> =
  | { kind: "ok"; value: T }
  | { kind: "signed-out" }
  | { kind: "missing" }
  | { kind: "unreachable" }
  | { kind: "failed"; status: number; requestId: string | null };

interface Response<Body, Ok> {
  ok: Ok;
  status: number;
  headers: Headers;
  json(): Promise<Body>;
}

/** The body of the successful ones among a route's typed responses. */
type Success<R> = R extends Response<infer Body, true> ? Body : never;

/** Waits for one typed request and sorts its outcome; a connection that fails or takes over ten seconds is `unreachable`. */
export async function answerOf<R extends Response<unknown, boolean>>(request: Promise<R>): Promise<Answer<Success<R>>> {
  try {
    const response = await request;
    if (response.ok) return { kind: "ok", value: await successBody(response) };
    if (response.status === 401) return { kind: "signed-out" };
    if (response.status === 404 || response.status === 400) return { kind: "missing" };
    return { kind: "failed", status: response.status, requestId: response.headers.get("x-request-id") };
  } catch {
    return { kind: "unreachable" };
  }
}

/** Called only where `ok` is true, which is what tells the union of a route's bodies apart at run time. */
const successBody = async <R extends Response<unknown, boolean>>(response: R) => (await response.json()) as Success<R>;
