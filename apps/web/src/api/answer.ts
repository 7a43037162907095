/** What a read of the API came to. Pages decide what each means; nothing here throws for an answer the API may give. */
export type Answer<T> =
  | { kind: "ok"; value: T }
  | { kind: "signed-out" }
  | { kind: "missing" }
  | { kind: "unreachable" }
  | { kind: "failed"; status: number; requestId: string | null };

interface TypedResponse<T> {
  ok: boolean;
  status: number;
  headers: Headers;
  json(): Promise<T>;
}

/** Waits for one typed request and sorts its outcome; a connection that fails or takes over ten seconds is `unreachable`. */
export async function answerOf<T>(request: Promise<TypedResponse<T>>): Promise<Answer<T>> {
  try {
    const response = await request;
    if (response.ok) return { kind: "ok", value: await response.json() };
    await response.json().catch(() => undefined);
    if (response.status === 401) return { kind: "signed-out" };
    if (response.status === 404 || response.status === 400) return { kind: "missing" };
    return { kind: "failed", status: response.status, requestId: response.headers.get("x-request-id") };
  } catch {
    return { kind: "unreachable" };
  }
}
