import { Writable } from "node:stream";
import { expect, it } from "vitest";
import { quietWhenReaderLeaves } from "./standard-streams.ts";

it("tells a reader that left from a stream that cannot be written", async () => {
  const heard: string[] = [];
  for (const code of ["EPIPE", "ENOSPC"]) {
    const stream = new Writable({ write: (_chunk, _encoding, done) => done(Object.assign(new Error(code), { code })) });
    quietWhenReaderLeaves(
      stream,
      (reason) => heard.push(`error ${reason}`),
      () => heard.push("left"),
    );
    stream.write("x");
    await new Promise((resolve) => stream.once("close", resolve));
  }
  expect(heard).toEqual(["left", "error ENOSPC"]);
});
