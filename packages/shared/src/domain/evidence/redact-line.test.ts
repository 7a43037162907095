import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { redactLine } from "./redact-line.ts";

const SECRETS: readonly (readonly [line: string, secret: string])[] = [
  ["mysqldump --password hunter2 failed EADDRNOTAVAIL", "hunter2"],
  ["client -token hunter2 EADDRNOTAVAIL", "hunter2"],
  ["the password is hunter2, EADDRNOTAVAIL", "hunter2"],
  ["Password was: hunter2 EADDRNOTAVAIL", "hunter2"],
  ["redis://:hun/ter2@10.0.0.5:6379 EADDRNOTAVAIL", "ter2"],
  ["postgres://a:hun@ter2@db/x EADDRNOTAVAIL", "ter2"],
  ["Cookie: a=1; user=bob EADDRNOTAVAIL", "bob"],
  ["Set-Cookie: id=7; Path=/; who=bob", "bob"],
  ["sh -c mysql -u root -phunter2 shop: EADDRNOTAVAIL", "hunter2"],
  ["/usr/bin/mysqldump -phunter2 shop", "hunter2"],
  ["connect failed password=hunter2 now", "hunter2"],
  ['{"api_key": "abc123", "error": "EADDRNOTAVAIL"}', "abc123"],
  ["Authorization: Bearer eyJhbGciOi.eyJzdWIiOiIx.c2ln failed", "eyJ"],
  ["redis://user:s3cret@10.0.0.5:6379 EADDRNOTAVAIL", "s3cret"],
  ["mail of jane.doe@example.org EADDRNOTAVAIL", "jane.doe"],
  ["GET http://10.0.0.5/pay?card=4111&cvc=123 EADDRNOTAVAIL", "4111"],
  ["user 'Jane Doe' EADDRNOTAVAIL", "Jane"],
  ["user “Jane Doe” EADDRNOTAVAIL", "Jane"],
  ["id 9f86d081884c7d659a2feaa0c55ad015 EADDRNOTAVAIL", "9f86d081"],
  ["key QWxhZGRpbjpvcGVuIHNlc2FtZQ1234567== EADDRNOTAVAIL", "QWxhZGRpbjp"],
  ["request 3f2504e0-4f89-11d3-9a0c-0305e82c3301 EADDRNOTAVAIL", "3f2504e0"],
  ["account 4929123456789012 EADDRNOTAVAIL", "4929123456789012"],
  ["X-Auth-Token: q8 EADDRNOTAVAIL", "q8"],
];

describe("a quoted line", () => {
  test.each(SECRETS)("%s", (line, secret) => {
    expect(redactLine(line)).not.toContain(secret);
  });

  test("what it is quoted for stays", () => {
    expect(redactLine("connect() to 10.0.0.5:80 failed (99: Cannot assign requested address) while connecting to upstream")).toBe(
      "connect() to 10.0.0.5:80 failed (99: Cannot assign requested address) while connecting to upstream",
    );
    expect(redactLine("cannot connect to http://10.0.0.5:80/a@b")).toContain("10.0.0.5:80");
    expect(redactLine("token bucket is full, password file is absent: EADDRNOTAVAIL")).toBe(
      "token bucket is full, password file is absent: EADDRNOTAVAIL",
    );
    expect(redactLine("connect: Impossible d'assigner l'adresse demandée")).toBe("connect: Impossible d'assigner l'adresse demandée");
  });

  test("a long line is cut around the place that matters", () => {
    const line = `${"before ".repeat(400)}EADDRNOTAVAIL${" after".repeat(400)}`;
    const quote = redactLine(line, line.indexOf("EADDRNOTAVAIL"));
    expect(quote).toContain("EADDRNOTAVAIL");
    expect(quote.length).toBeLessThanOrEqual(200);
  });

  test("no length, and nothing that steers a terminal, gets through", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("a", " ", "\u0007", "\ud83d\ude00", "\ud83d", "é"), maxLength: 5_000 }),
        fc.nat(6_000),
        (line, index) => {
          const quote = redactLine(line, index);
          expect(quote.length).toBeLessThanOrEqual(200);
          expect(quote).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
        },
      ),
    );
  });
});
