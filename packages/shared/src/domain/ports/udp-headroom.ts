import { ANY_V4, ANY_V6 } from "../network/address.ts";
import type { PortInterval } from "../network/port-interval.ts";
import { BindHeadroom } from "./bind-headroom.ts";
import type { PortSpace, PortUse } from "./connect-headroom.ts";
import { type BindQuestion, showsSharing } from "./overlap.ts";
import type { PortSurvey } from "./port-survey.ts";

/** UDP scans every port of the range, so an odd-sized one hides none; /proc/net/udp shows every UDP socket. */
const udpSpace = (space: PortSpace): PortSpace => ({ ...space, hiddenSockets: 0, openedSockets: 0 });

/**
 * |P \ Oudp(S)|: UDP ports belong to an address, never to a destination, so connect() shares none. An unbound socket
 * asks for the wildcard of its family: the port must be free on every address, and for a dual-stack IPv6 socket on
 * IPv4 too.
 */
export class UdpHeadroom {
  private readonly ports: BindHeadroom;

  private readonly survey: PortSurvey;

  constructor(survey: PortSurvey, space: PortSpace) {
    this.survey = survey;
    this.ports = new BindHeadroom(survey, udpSpace(space), false);
  }

  bind(question: BindQuestion, range: PortInterval | null): PortUse {
    return this.ports.answer(question, range);
  }

  autobind(family: 4 | 6, device = 0, v6Only = false, range: PortInterval | null = null): PortUse {
    return this.ports.answer({ source: family === 4 ? ANY_V4 : ANY_V6, v6Only, device }, range);
  }

  /**
   * With SO_REUSEADDR a port can be shared with sockets that have it too, which cannot be seen. One free port is
   * enough for any number; without one, a port that two sockets share shows that its owners allow it.
   */
  isSharedFreely(question: BindQuestion, use: PortUse): boolean {
    return use.headroom.low > 0 || showsSharing(question, this.survey.table);
  }
}
