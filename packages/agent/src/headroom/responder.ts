import type { GapReason } from "@berth/shared/domain/host/gap.ts";
import { type Address, ANY_V4, ANY_V6, formatAddress, isWildcard, parseAddress } from "@berth/shared/domain/network/address.ts";
import { intervalSize } from "@berth/shared/domain/network/port-interval.ts";
import { BindHeadroom } from "@berth/shared/domain/ports/bind-headroom.ts";
import { capacityOf } from "@berth/shared/domain/ports/capacity.ts";
import { ConnectHeadroom, type PortSpace, type PortUse } from "@berth/shared/domain/ports/connect-headroom.ts";
import type { UnknownReason } from "@berth/shared/domain/ports/headroom.ts";
import { PortSurvey } from "@berth/shared/domain/ports/port-survey.ts";
import { UdpHeadroom } from "@berth/shared/domain/ports/udp-headroom.ts";
import type { NamespaceReading } from "../collectors/namespace-reading.ts";
import { portSpaceOf } from "../reduce/reduce-namespace.ts";
import type { Answer, Settlement } from "./answer.ts";
import type { Question } from "./question.ts";
import type { RouteKind, Routing } from "./routing.ts";

type Route = { source: Address; kind: RouteKind } | { reason: UnknownReason };

const LOOPBACK_V4 = parseAddress("127.0.0.1")!;
const LOOPBACK_V6 = parseAddress("::1")!;

/** Answers any number of questions from one reading. */
export class Responder {
  private readonly reading: NamespaceReading;
  private readonly routing: Routing;
  private readonly space: PortSpace | null;
  private readonly connect: ConnectHeadroom | null;
  private readonly bind: BindHeadroom | null;
  private readonly udp: UdpHeadroom | null;
  /** How the answers are found. */
  readonly settlement: Settlement;
  private readonly routes = new Map<string, Route>();

  constructor(reading: NamespaceReading, routing: Routing) {
    this.reading = reading;
    this.routing = routing;
    this.space = portSpaceOf(reading);
    const isPrinted = reading.source === "listing";
    const passive: Settlement = { method: "passive", open: 0, asked: 0, reason: isPrinted ? "listing" : "unsupported" };
    this.settlement = isPrinted ? passive : (reading.settled ?? passive);
    const tcp = this.space && reading.tcp ? new PortSurvey(reading.tcp, "tcp").take(reading.tcp, reading.settled ?? null) : null;
    this.connect = tcp && new ConnectHeadroom(tcp, this.space!);
    this.bind = tcp && new BindHeadroom(tcp, this.space!);
    this.udp = this.space && reading.udp ? new UdpHeadroom(new PortSurvey(reading.udp, "udp").take(), this.space) : null;
  }

  async answer(question: Question): Promise<Answer> {
    const device = question.device === null ? 0 : this.routing.deviceIndex(question.device);
    if (device === null) return this.unknown("no-route");
    if (!this.space) return this.unknown(this.reasonOf("range", "reservedPorts"));
    const refusal = await this.sourceRefusal(question);
    if (refusal) return this.unknown(refusal);
    return question.protocol === "udp" ? await this.answerUdp(question, device) : this.answerTcp(question, device);
  }

  private async answerTcp(question: Question, device: number): Promise<Answer> {
    const { connect, bind } = this;
    if (!connect || !bind) return this.unknown(this.reasonOf("tcp"));
    const { operation, source, noPort, reuseAddress, range } = question;
    const takesPortAtBind = !noPort && (operation === "bind" || source !== null);
    if (takesPortAtBind) {
      const use = bind.answer(this.bindQuestion(question, device), range, reuseAddress);
      if (!reuseAddress || !this.reading.settings.ipAutobindReuse) return counted(use);
      // Whether the present owners share with a socket that has the option cannot be seen.
      return bind.isSharedFreely(this.bindQuestion(question, device), use) ? this.unlimited() : this.unknown("unsupported");
    }
    if (operation === "bind") return this.unlimited();
    const tuple = await this.tupleOf(question);
    if ("reason" in tuple) return this.unknown(tuple.reason);
    return counted(connect.answer({ ...tuple, destinationPort: question.destination!.port, device, range }));
  }

  private async answerUdp(question: Question, device: number): Promise<Answer> {
    const { udp } = this;
    if (!udp) return this.unknown(this.reasonOf("udp"));
    if (question.operation === "connect") {
      const tuple = await this.tupleOf(question);
      if ("reason" in tuple) return this.unknown(tuple.reason);
    } else if (question.noPort) return this.unlimited();
    const asked = this.bindQuestion(question, device);
    const use = udp.bind(asked, question.range);
    if (!question.reuseAddress) return counted(use);
    if (udp.isSharedFreely(asked, use)) return this.unlimited();
    // Sockets that may share need only one port; whether the present owners share theirs cannot be seen.
    return { kind: "counted", capacity: use.capacity, low: 0, high: use.capacity, best: 0 };
  }

  private bindQuestion({ source, family, v6Only }: Question, device: number) {
    return { source: source ?? (family === 4 ? ANY_V4 : ANY_V6), v6Only, device };
  }

  /** Source and destination as the kernel would see them: connect() to the wildcard goes to this host itself. */
  private async tupleOf({
    protocol,
    source,
    destination,
    device,
  }: Question): Promise<{ source: Address; destination: Address } | { reason: UnknownReason }> {
    const own = source && !isWildcard(source) ? source : null;
    let target = destination!.address;
    if (isWildcard(target)) target = target.family === 6 ? LOOPBACK_V6 : (own ?? LOOPBACK_V4);
    const route = await this.routeTo(target, device);
    if ("reason" in route) return route;
    // TCP has one peer; a broadcast needs an option that no question has.
    if (route.kind === "broadcast" || (route.kind === "multicast" && protocol === "tcp")) return { reason: "no-route" };
    return { source: own ?? route.source, destination: target };
  }

  /** Why bind() to the question's source would fail for another reason than ports; null where it would not. */
  private async sourceRefusal({ operation, source, device }: Question): Promise<UnknownReason | null> {
    if (!source || isWildcard(source)) return null;
    // connect() from such an address would still be refused.
    if (operation === "bind" && this.routing.allowsNonlocalBind?.(source.family)) return null;
    // The device does not matter to bind(), except that a link-local address means nothing without its link.
    const route = await this.routeTo(source, source.family === 6 ? device : null);
    if ("reason" in route) return route.reason;
    if (route.kind === "local") return null;
    return operation === "bind" && (route.kind === "broadcast" || route.kind === "multicast") ? null : "no-route";
  }

  private async routeTo(destination: Address, device: string | null): Promise<Route> {
    const key = `${formatAddress(destination)}%${device ?? ""}`;
    const known = this.routes.get(key);
    if (known) return known;
    const route = await this.routing.sourceFor(formatAddress(destination), destination.family, device);
    const source = "source" in route ? parseAddress(route.source) : null;
    const answer: Route = "reason" in route ? route : source ? { source, kind: route.kind } : { reason: "malformed" };
    this.routes.set(key, answer);
    return answer;
  }

  private unlimited(): Answer {
    return { kind: "unlimited", low: intervalSize(this.space!.range) };
  }

  private unknown(reason: UnknownReason): Answer {
    const { range, reserved } = this.reading;
    return { kind: "unknown", capacity: range && reserved ? capacityOf(range, reserved) : null, reason };
  }

  private reasonOf(...parts: string[]): UnknownReason {
    const gap = this.reading.gaps.find(({ part }) => parts.includes(part));
    return gap ? UNKNOWN_REASON[gap.reason] : "unsupported";
  }
}

const UNKNOWN_REASON: Record<GapReason, UnknownReason> = {
  absent: "unsupported",
  denied: "denied",
  malformed: "malformed",
  timeout: "timeout",
  unsupported: "unsupported",
  truncated: "malformed",
};

function counted({ capacity, headroom }: PortUse): Answer {
  if (headroom.unlimited) return { kind: "unlimited", low: headroom.low };
  return { kind: "counted", capacity, low: headroom.low, high: headroom.high, best: headroom.best };
}
