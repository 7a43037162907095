import type { GapReason } from "@berth/shared/domain/host/gap.ts";
import {
  type Address,
  ANY_V4,
  ANY_V6,
  formatAddress,
  isLoopback,
  isWildcard,
  parseAddress,
  sameAddress,
} from "@berth/shared/domain/network/address.ts";
import { intervalSize } from "@berth/shared/domain/network/port-interval.ts";
import { BindHeadroom } from "@berth/shared/domain/ports/bind-headroom.ts";
import { capacityOf } from "@berth/shared/domain/ports/capacity.ts";
import { ConnectHeadroom, type PortSpace, type PortUse } from "@berth/shared/domain/ports/connect-headroom.ts";
import type { UnknownReason } from "@berth/shared/domain/ports/headroom.ts";
import { PortSurvey } from "@berth/shared/domain/ports/port-survey.ts";
import { UdpHeadroom } from "@berth/shared/domain/ports/udp-headroom.ts";
import type { NamespaceReading } from "../collectors/namespace-reading.ts";
import { portSpaceOf } from "../reduce/reduce-namespace.ts";
import type { Answer } from "./answer.ts";
import type { Question } from "./question.ts";

/** What the kernel's routing says, without a packet. */
export interface Routing {
  /** The source address of a connect to `destination`; through `device` where it is named. */
  sourceFor(destination: string, family: 4 | 6, device: string | null): Promise<{ source: string } | { reason: UnknownReason }>;
  /** Interface index of a device; null where there is none of that name. */
  deviceIndex(name: string): number | null;
}

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
  private readonly routes = new Map<string, { source: Address } | { reason: UnknownReason }>();

  constructor(reading: NamespaceReading, routing: Routing) {
    this.reading = reading;
    this.routing = routing;
    this.space = portSpaceOf(reading);
    const tcp = this.space && reading.tcp ? new PortSurvey(reading.tcp, "tcp").take() : null;
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
    return question.protocol === "udp" ? this.answerUdp(question, device) : this.answerTcp(question, device);
  }

  private async answerTcp(question: Question, device: number): Promise<Answer> {
    const { connect, bind } = this;
    if (!connect || !bind) return this.unknown(this.reasonOf("tcp"));
    const { operation, source, noPort, reuseAddress, range } = question;
    const takesPortAtBind = !noPort && (operation === "bind" || source !== null);
    if (takesPortAtBind) {
      const use = bind.answer(this.bindQuestion(question, device), range, reuseAddress);
      return reuseAddress && this.reading.settings.ipAutobindReuse ? this.shared(use, bind.isSharedFreely(use)) : counted(use);
    }
    if (operation === "bind") return this.unlimited();
    const tuple = await this.tupleOf(question);
    if ("reason" in tuple) return this.unknown(tuple.reason);
    return counted(connect.answer({ ...tuple, destinationPort: question.destination!.port, device, range }));
  }

  private answerUdp(question: Question, device: number): Answer {
    const { udp } = this;
    if (!udp) return this.unknown(this.reasonOf("udp"));
    if (question.operation === "bind" && question.noPort) return this.unlimited();
    const use = udp.bind(this.bindQuestion(question, device), question.range);
    return question.reuseAddress ? this.shared(use, udp.isSharedFreely(use)) : counted(use);
  }

  /** Sockets that may share a port need only one; whether the present owners allow it cannot be seen when none is free. */
  private shared({ capacity }: PortUse, isSharedFreely: boolean): Answer {
    return isSharedFreely ? this.unlimited() : { kind: "counted", capacity, low: 0, high: capacity, best: 0 };
  }

  private bindQuestion({ source, family, v6Only }: Question, device: number) {
    return { source: source ?? (family === 4 ? ANY_V4 : ANY_V6), v6Only, device };
  }

  /** Source and destination as the kernel would see them: connect() to the wildcard goes to this host itself. */
  private async tupleOf({
    source,
    destination,
    device,
  }: Question): Promise<{ source: Address; destination: Address } | { reason: UnknownReason }> {
    const own = source && !isWildcard(source) ? source : null;
    let target = destination!.address;
    if (isWildcard(target)) target = target.family === 6 ? LOOPBACK_V6 : (own ?? LOOPBACK_V4);
    const route = await this.routeTo(target, device);
    return "reason" in route ? route : { source: own ?? route.source, destination: target };
  }

  /** Why bind() to the question's source would fail for another reason than ports; null where it would not. */
  private async sourceRefusal({ source, device }: Question): Promise<UnknownReason | null> {
    if (!source || isWildcard(source)) return null;
    const route = await this.routeTo(source, device);
    if ("reason" in route) return route.reason;
    // A packet to an address of this host comes from that address; all of 127/8 is this host's, from 127.0.0.1.
    return isLoopback(source) || sameAddress(route.source, source) ? null : "no-route";
  }

  private async routeTo(destination: Address, device: string | null): Promise<{ source: Address } | { reason: UnknownReason }> {
    const key = `${formatAddress(destination)}%${device ?? ""}`;
    const known = this.routes.get(key);
    if (known) return known;
    const route = await this.routing.sourceFor(formatAddress(destination), destination.family, device);
    const source = "source" in route ? parseAddress(route.source) : null;
    const answer = "reason" in route ? route : source ? { source } : { reason: "malformed" as const };
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
