import type { FIREWALL_CHECKS, FIREWALL_RULES } from "../../domain/checklist/catalogue/firewall.ts";
import type { Evidence } from "../../domain/checklist/check.ts";
import type { ChecksGroupText } from "../checks.ts";
import { subjectOf, textOf } from "../checks-figures.ts";
import { figure, type Sentence, sentence, subject } from "../sentence.ts";
import { count, named, range, within } from "./checks-phrases.ts";

const family = (e: Evidence): string => textOf(e, "family") ?? "IP";

/** The rule that decides, with its chain and how often it was met; the policy where no rule does. */
function decidedBy(e: Evidence): Sentence {
  const [rule, chain, policy] = [textOf(e, "decidedBy"), textOf(e, "chain"), textOf(e, "policy")];
  if (rule === null) return policy === null ? [] : sentence`該当するルールはなく、ポリシー ${figure(policy)} が適用されます。`;
  const met = textOf(e, "packets") === null ? [] : sentence`、これまでに ${named(e, "packets")} パケット`;
  return sentence`根拠: ${subject(chain ?? "")} の ${subject(rule)}${met}。`;
}

const ports = (e: Evidence): Sentence => sentence`${count(e.observed)} ポート (${subjectOf(e)})`;

export const firewallChecks: ChecksGroupText<(typeof FIREWALL_CHECKS)[number], (typeof FIREWALL_RULES)[number]> = {
  title: {
    "fw-return": "パケットフィルターと戻りの通信",
    "fw-stateless": "ステートレスなルールとポート範囲",
  },
  looksAt: {
    "fw-return": "このホストから張った接続への応答を、パケットフィルターが範囲の全ポートで通すか。",
    "fw-stateless": "接続状態を見ないルール (ホスト上のものと申告されたネットワーク ACL) が範囲と一致し、余計な通信を通していないか。",
  },
  passed: {
    "fw-return": "このホストから張った接続への応答は、範囲のすべてのポートで通ります。",
    "fw-stateless": "範囲の一部を漏らすステートレスなルールも、範囲を外部に開放するルールもありません。",
  },
  rules: {
    "return-dropped": (e) =>
      sentence`${family(e)}${within(e)}: パケットフィルターが範囲の全 ${ports(e)} で応答を破棄しています。${decidedBy(e)}`,
    "return-partly": (e) =>
      sentence`${family(e)}${within(e)}: パケットフィルターが範囲のうち ${ports(e)} で応答を破棄しています。そのポートが割り当てられた接続は確立しません。${decidedBy(e)}`,
    "return-denied-out": (e) =>
      sentence`${family(e)}${within(e)}: 範囲のうち ${ports(e)} からの送信が禁止されています。そのポートが割り当てられた接続は失敗します。`,
    "return-seen-to-pass": (e) =>
      sentence`${family(e)}${within(e)}: ルール上は範囲のうち ${ports(e)} が遮断されるはずですが、外向きの接続が ${named(e, "standing")} 件確立しています。ルールの解釈が誤っているか、適用されていません。${decidedBy(e)}`,
    "return-stateless": (e) =>
      sentence`${family(e)}${within(e)}: 応答は接続状態ではなくポートのルールだけで通っています。範囲を広げるときは、このルールも広げる必要があります。${decidedBy(e)}`,
    "return-uncertain": (e) =>
      sentence`${family(e)}${within(e)}: 応答が通るかどうかは、ルールだけでは分からない条件 (アドレス、インターフェース、マーク、レートなど) に左右されます。${decidedBy(e)}`,
    "return-stateful": (e) => sentence`${family(e)}${within(e)}: 応答は接続状態のルールで通ります。${decidedBy(e)}`,
    "return-open": (e) => sentence`${family(e)}${within(e)}: 応答の受信を妨げるルールはありません。`,
    "return-untracked": (e) => sentence`${family(e)}${within(e)}: 範囲宛ての一部のパケットは追跡されず、接続状態のルールが効きません。`,

    "stateless-open-to-world": (e) =>
      sentence`${family(e)}${within(e)}: 範囲のうち ${ports(e)} への新しい接続を誰にでも許すルールがあり、そこにあるリスナーすべてに届きます。応答のためにこのルールは必要ありません。${decidedBy(e)}`,
    "stateless-gap": (e) =>
      sentence`${family(e)}${within(e)}: 応答を通すポートのルールから、範囲 ${range(e, "range")} のうち ${ports(e)} が漏れています。${decidedBy(e)}`,
    "acl-gap": (e) =>
      sentence`申告されたネットワーク ACL が通すのは ${subject(textOf(e, "acl") ?? "")} で、範囲 ${range(e, "range")}${within(e)} のうち ${ports(e)} が漏れています。そのポートへの応答は失われます。`,
    "stateless-fits": (e) => sentence`${family(e)}${within(e)}: ポートのルールは範囲 ${range(e, "range")} 全体を通します。${decidedBy(e)}`,
    "acl-fits": (e) =>
      sentence`申告されたネットワーク ACL は ${subject(textOf(e, "acl") ?? "")} を通し、範囲 ${range(e, "range")} 全体を含みます。`,
    "acl-narrow": (e) =>
      sentence`申告されたネットワーク ACL はこのホストの範囲を含みますが、${subjectOf(e)} を含みません。ロードバランサー、NAT ゲートウェイ、関数は 1024–65535 を使います。`,
    "acl-undeclared": () =>
      sentence`ネットワーク ACL はホストからは見えません。${subject("--nacl")} で、通すポートを申告できます。読み取りには ${figure("ec2:DescribeNetworkAcls")} の権限が必要です。`,
  },
};
