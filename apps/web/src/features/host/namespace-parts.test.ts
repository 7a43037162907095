import type { HostTuples, NamespaceView } from "@berth/shared/contract/reads.ts";
import type { Gap, GapPart } from "@berth/shared/domain/host/gap.ts";
import type { NamespaceSnapshot } from "@berth/shared/domain/host/snapshot.ts";
import { checksText } from "@berth/shared/text/checks.ts";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { SAMPLE_FLEET } from "../../../testing/sample-fleet.ts";
import { sampleSnapshot } from "../../../testing/sample-snapshot.ts";
import { textOf } from "../../ui/text.ts";
import { TupleCard } from "../tuples/tuple-card.tsx";
import { NamespaceSide } from "./namespace-parts.tsx";

const words = textOf("en").host;
const denied = (part: GapPart) => checksText("en").gap(part, "denied");

/** The host's own namespace as the page shows it, with `changes`, and a gap of each of `parts`. */
function rendered(card: typeof TupleCard | typeof NamespaceSide, changes: Partial<NamespaceSnapshot>, ...parts: GapPart[]): string {
  const [sample] = sampleSnapshot({ ...SAMPLE_FLEET.calm, capturedAtMs: 0 }).namespaces;
  if (!sample) throw new Error("the sample has a namespace");
  const both = { ...sample, ...changes };
  const gaps = parts.map((part): Gap => ({ part, reason: "denied", namespaceId: both.id, hint: "" }));
  const [namespace, tuples]: [NamespaceView, HostTuples["namespaces"][number]] = [both, { ...both, attributed: both.attributed ?? null }];
  return renderToStaticMarkup(createElement(card, { language: "en", namespace, tuples, gaps, isStale: false }));
}

describe("the tuples", () => {
  test.each<[string, Partial<NamespaceSnapshot>, GapPart]>([
    ["the sockets", { tcpStates: null }, "tcp"],
    ["the range", { range: null, capacity: null }, "range"],
    ["the reserved ports", { reserved: null, capacity: null }, "reservedPorts"],
  ])("are unknown where %s could not be read, and nothing is said to be covered", (_, changes, part) => {
    const html = rendered(TupleCard, { tuples: [], pools: [], ...changes }, part);
    expect(html).toContain(denied(part));
    expect(html).not.toContain(words.tuples.none);
    expect(html).not.toContain("of outbound sockets");
  });

  test("are none where all was read, whatever else was not", () => {
    expect(rendered(TupleCard, { tuples: [] }, "conntrack")).toContain(words.tuples.none);
  });

  test("stand above UDP, which is unknown and not absent where it could not be read", () => {
    expect(rendered(TupleCard, { udp: null }, "udp")).toContain(denied("udp"));
    expect(rendered(TupleCard, {})).toContain(words.udp.autobind);
  });
});

describe("the listeners", () => {
  test("are unknown without the range", () => {
    const html = rendered(NamespaceSide, { range: null, capacity: null, listeners: [] }, "range");
    expect(html).toContain(denied("range"));
    expect(html).not.toContain(words.listeners.none);
    expect(rendered(NamespaceSide, { range: null, listeners: [] })).toContain(words.strip.rangeUnknown);
  });

  test("say that UDP is left out, and are not none then", () => {
    const html = rendered(NamespaceSide, { udp: null, listeners: [] }, "udp");
    expect(html).toContain(denied("udp"));
    expect(html).not.toContain(words.listeners.none);
    expect(rendered(NamespaceSide, { udp: null }, "udp")).toContain("rabbitmq");
  });

  test("are none where all was read", () => {
    expect(rendered(NamespaceSide, { listeners: [] })).toContain(words.listeners.none);
  });
});
