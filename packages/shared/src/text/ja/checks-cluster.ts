import type { CLUSTER_CHECKS, CLUSTER_RULES } from "../../domain/checklist/catalogue/cluster.ts";
import type { Evidence } from "../../domain/checklist/check.ts";
import type { ChecksGroupText } from "../checks.ts";
import { numberOf, subjectOf, textOf } from "../checks-figures.ts";
import { type Sentence, sentence, subject } from "../sentence.ts";
import { about, count, left, named, observedPercent, percent, range, within } from "./checks-phrases.ts";

/** "gcp-cloud-nat が 1 つの宛先に割り当てる 64 ポートのうち 45". */
const ofBudget = (e: Evidence): Sentence =>
  sentence`${subject(textOf(e, "kind") ?? "")} が 1 つの宛先に割り当てる ${named(e, "budget")} ポートのうち ${named(e, "ports")}`;

function nodePorts(e: Evidence): Sentence {
  const known = numberOf(e, "nodePortCount");
  return known === 0 ? [] : sentence`そのうち ${count(known)} 個 (${subject(textOf(e, "nodePorts") ?? "")}) が使用中です。`;
}

const sidecar = (e: Evidence): Sentence => sentence`${subject(textOf(e, "sidecar") ?? "")}${within(e)}`;

export const clusterChecks: ChecksGroupText<(typeof CLUSTER_CHECKS)[number], (typeof CLUSTER_RULES)[number]> = {
  title: {
    "nat-budget": "NAT のポート",
    "ena-allow": "EC2 の許容量",
    nodeport: "Kubernetes の NodePort",
    "container-ns": "コンテナーと公開ポート",
    mesh: "サイドカープロキシ",
  },
  looksAt: {
    "nat-budget": "申告された NAT のポートのうち、最も接続の多い公開宛先にこのホストが使う分の推定。",
    "ena-allow": "インスタンスが上限に達したことを EC2 が示す、ネットワークインターフェースのカウンター。",
    nodeport: "範囲が、Kubernetes のノードがサービスに割り当てるポートを含むか。",
    "container-ns": "コンテナーのために公開されたポートが、クライアントに割り当てられ得るか。",
    mesh: "サイドカープロキシとアプリケーションの間のポート (127.0.0.6、:15001、:15006)。",
  },
  passed: {
    "nat-budget": "推定では、NAT のポートに十分な余裕があります。",
    "ena-allow": "インスタンスはネットワークの許容量のどれにも達していません。",
    nodeport: "範囲とノードのポートは重なっていないか、重なりは予約済みです。",
    "container-ns": "クライアントに割り当てられ得る公開ポートはありません。",
    mesh: "サイドカープロキシとアプリケーションの間のポートには余裕があります。",
  },
  rules: {
    "nat-budget-use": (e) =>
      sentence`推定: ${subjectOf(e)} への接続が、${ofBudget(e)} (${observedPercent(e)}) を使っています (${named(e, "holdSeconds")} 秒以内に閉じたものを含む)。同じ NAT を使う他のホストの分は含みません。`,
    "nat-budget-is": (e) =>
      sentence`推定: 最も接続の多い公開宛先 ${subjectOf(e)} は、${ofBudget(e)} (${percent(e.observed)}) を使っています。`,
    "nat-nothing-public": () => sentence`公開アドレスへの外向き TCP 接続はありません。`,

    "allowance-conntrack": (e) =>
      sentence`${subjectOf(e)}: 追跡できる接続数の上限に達し、EC2 が ${count(e.observed)} パケットを破棄しました。ポートが残っていても新しい接続は失敗します。`,
    "allowance-packets": (e) =>
      sentence`${subjectOf(e)}: 毎秒パケット数の上限を超え、EC2 が ${count(e.observed)} パケットを遅延または破棄しました。`,
    "allowance-bandwidth": (e) =>
      sentence`${subjectOf(e)}: 帯域の上限を超え、EC2 が ${count(e.observed)} パケットを遅延または破棄しました。`,
    "allowance-link-local": (e) =>
      sentence`${subjectOf(e)}: ローカルサービス (DNS、メタデータ、時刻) 宛ての ${count(e.observed)} パケットを EC2 が破棄しました。名前解決が滞ります。`,
    "allowance-conntrack-low": (e) =>
      sentence`${subjectOf(e)}: EC2 が追跡できる接続は残り ${count(e.observed)} 件です (これまでの最大は ${named(e, "most")} 件)。`,
    "allowance-conntrack-left": (e) => sentence`${subjectOf(e)}: EC2 が追跡できる接続は残り ${count(e.observed)} 件です。`,

    "node-ports-in-range": (e) =>
      sentence`範囲が NodePort ${range(e, "node")}${within(e)} のうち未予約の ${count(e.observed)} ポート (${subjectOf(e)}) を含んでいます。NodePort を保持するソケットはないため connect() に割り当てられ得て、その接続は確立しません。${nodePorts(e)}`,
    "node-service-in-range": (e) =>
      sentence`${textOf(e, "service") ?? "ノードのサービス"} のポート ${subjectOf(e)}${within(e)} は範囲内にあり、予約されていません。再起動中にクライアント接続に取られる恐れがあります。`,
    "node-ports-clear": (e) => sentence`NodePort ${range(e, "node")}${within(e)} が自動で割り当てられることはありません。`,
    "node-ports-taken": (e) => sentence`NodePort ${named(e, "nodePortCount")} 個${within(e)}が使用中です。`,

    "published-in-range": (e) =>
      sentence`${textOf(e, "runtime") ?? "コンテナーランタイム"} が公開する ${textOf(e, "protocol") === "udp" ? "UDP" : "TCP"} ${about(e)} は範囲内にあり、予約されていません。コンテナーの再起動中にクライアント接続に取られる恐れがあります。`,
    "published-clear": (e) => sentence`公開ポート ${count(e.observed)} 個は、範囲外にあるか予約済みです。`,
    "namespaces-judged": (e) => sentence`コンテナーのネットワーク名前空間 ${count(e.observed)} 個を、ホストと同じように判定しています。`,

    "sidecar-inbound": (e) =>
      sentence`${sidecar(e)} は受信した通信を ${subjectOf(e)} から渡します: ${named(e, "capacity")} ポートの ${observedPercent(e)} を使用中です (${left(e)})。プロキシはこのアドレスを先に bind するため、tcp_tw_reuse は効きません。`,
    "sidecar-outbound": (e) =>
      sentence`${sidecar(e)} を通る ${subjectOf(e)} は ${named(e, "capacity")} ポートの ${observedPercent(e)} を使用中です (${left(e)})。`,
    "sidecar-is": (e) =>
      sentence`アプリケーションと同じ場所で ${sidecar(e)} が動いています。間のポートの使用率は ${percent(e.observed)} です。`,
  },
};
