import type { ENGINE_RULES } from "../../domain/checklist/catalogue/engine.ts";
import type { PORTS_RULES } from "../../domain/checklist/catalogue/ports.ts";
import type { ChecksGroupText } from "../checks.ts";
import { numberOf, subjectOf, textOf } from "../checks-figures.ts";
import { figure, sentence, subject } from "../sentence.ts";
import {
  about,
  closes,
  count,
  gapSentence,
  growth,
  holder,
  idle,
  left,
  named,
  observedPercent,
  others,
  percent,
  portOf,
  REUSE,
  range,
  within,
} from "./checks-phrases.ts";

export const portsRules: ChecksGroupText<never, (typeof PORTS_RULES)[number]>["rules"] = {
  "dest-use": (e) => sentence`${about(e)} は ${named(e, "capacity")} ポートの ${observedPercent(e)} を使用中です: ${left(e)}${closes(e)}。`,
  "dest-left-out": (e) =>
    sentence`スナップショットに載らなかった ${named(e, "count")} 組${within(e)}: 最大でポートの ${observedPercent(e)} を使用中です。`,
  "dest-closest": (e) =>
    sentence`最も近いのは ${about(e)}: ${named(e, "capacity")} ポートの ${observedPercent(e)}、${left(e)}${closes(e)}。`,
  "dest-past-half": (e) =>
    sentence`${about(e)} はポートの半分を超えました (${observedPercent(e)})。connect() は空きのない側から探すため、時間が約 100 倍かかります。`,
  "dest-interval": (e) =>
    sentence`${about(e)} の使用率は最大 ${observedPercent(e)} の可能性があります: ${left(e)}。どのポートがどう取られたかは、スナップショットだけでは確定できません。`,
  "dest-none": () => sentence`範囲内のポートを使う外向き TCP 接続はありません。`,
  "dest-use-not-shared": (e) =>
    sentence`${about(e)} に使えるのは ${named(e, "capacity")} ポートのうち${left(e)}です (全接続の合計で ${observedPercent(e)} を使用中)${closes(e)}。`,
  "dest-not-shared": () =>
    sentence`このシステムは、宛先が違っても同じポートを 2 つの接続に割り当てません。限界を決めるのはホスト全体の使用数です。`,

  "pool-use": (e) =>
    sentence`bind(${subjectOf(e)}, 0)${within(e)} は ${named(e, "capacity")} ポートの ${observedPercent(e)} を使用中です: 宛先を問わず${left(e)}。${idle(e)}`,
  "pool-use-spread": (e) =>
    sentence`bind(${subjectOf(e)}, 0)${within(e)} は ${named(e, "capacity")} ポートの ${observedPercent(e)} を使用中です (${left(e)})。ただし接続前に bind するものはなく、connect() は宛先間でポートを共有できます。`,
  "udp-use": (e) =>
    sentence`${subjectOf(e)} の UDP${within(e)} は ${named(e, "capacity")} ポートの ${observedPercent(e)} を使用中です: 宛先を問わず${left(e)}。`,
  "host-use": (e) =>
    sentence`TCP${within(e)} は範囲の ${named(e, "capacity")} ポートのうち ${named(e, "used")} (${observedPercent(e)}) を使用中です。`,
  "host-use-spread": (e) =>
    sentence`TCP${within(e)} は範囲の ${named(e, "capacity")} ポートのうち ${named(e, "used")} (${observedPercent(e)}) を使用中ですが、宛先が分かれて共有しており、不足している組はありません。`,
  "host-ports": (e) =>
    sentence`TCP${within(e)} は範囲の ${named(e, "capacity")} ポートのうち ${named(e, "used")} (${observedPercent(e)}) を使用中です。`,

  "time-wait-share": (e) =>
    sentence`${about(e)}: TIME_WAIT が ${named(e, "capacity")} ポートの ${observedPercent(e)} (${named(e, "waiting")} 件${closes(e)}) を占めています。`,
  "time-wait-closest": (e) => sentence`TIME_WAIT が最も多いのは ${about(e)}: ポートの ${observedPercent(e)}。`,
  "time-wait-stopped": (e) =>
    sentence`macOS の TCP の時計が止まっているようです: TIME_WAIT ${count(e.observed)} 件が終わらず、その数から頻度は分かりません。`,
  "time-wait-reusable": (e) => sentence`TIME_WAIT ${count(e.observed)} 件${within(e)}は新しい接続が引き継げるため、ポートを消費しません。`,
  "time-wait-server-side": (e) =>
    sentence`サーバー側 (リスナーのポート) の TIME_WAIT ${count(e.observed)} 件${within(e)}は、エフェメラルポートを消費しません。`,
  "time-wait-left-out": (e) =>
    sentence`スナップショットに載らなかった ${named(e, "count")} 組${within(e)}では、TIME_WAIT がポートの最大 ${observedPercent(e)} を占める可能性があります。`,

  "close-wait-growing": (e) =>
    sentence`${about(e)}${holder(e)}: CLOSE_WAIT が ${count(e.observed)} 件、${named(e, "minutes")} 分間減っていません${growth(e)}。アプリケーションが接続を閉じていません。`,
  "close-wait-pool-share": (e) =>
    sentence`${about(e)}${holder(e)}: CLOSE_WAIT ${named(e, "sockets")} 件が ${named(e, "minutes")} 分間、ポートの ${observedPercent(e)} を占めています。`,
  "close-wait-process-share": (e) =>
    sentence`${about(e)}: CLOSE_WAIT ${named(e, "sockets")} 件が ${named(e, "minutes")} 分間、範囲の ${observedPercent(e)} を占めています。`,
  "close-wait-lasting": (e) =>
    sentence`${about(e)}${holder(e)}: CLOSE_WAIT が ${count(e.observed)} 件、${count(e.limit ?? 0)} 件以上の状態が ${named(e, "minutes")} 分続いています。`,
  "close-wait-now": (e) => sentence`${about(e)}${holder(e)}: 現在 CLOSE_WAIT が ${count(e.observed)} 件あります。`,
  "close-wait-by-process": (e) =>
    sentence`CLOSE_WAIT は${within(e)}全体で ${count(e.observed)} 件で、うち ${named(e, "unknown")} 件はプロセスを特定できません。範囲外のリスナーが受け付けた接続 (エフェメラルポートは消費しません) か、他のユーザーのソケットです。`,

  "listener-known-service": (e) =>
    sentence`${textOf(e, "service") ?? "サービス"} が ${about(e)}${holder(e)} で待ち受けています。範囲内かつ未予約のため、再起動中にクライアント接続がこのポートを取りえます。`,
  "listener-in-range": (e) =>
    sentence`${about(e)}${holder(e)} は範囲内の未予約ポートで待ち受けています。再起動中にクライアント接続がこのポートを取りえます。`,
  "listener-young": (e) => sentence`${about(e)}${holder(e)} は範囲内の未予約ポートで待ち受けています (確認できた時間は 10 分未満)。`,
  "listener-udp": (e) =>
    sentence`UDP: ${about(e)} ${others(e)}が範囲内に bind されています。サービスのものであれば、そのポートを予約してください。`,

  "listener-by-design": (e) =>
    sentence`Windows の RPC のリスナー ${count(e.observed)} 個${within(e)}が範囲内にあります。RPC はポートをクライアントに知らせる仕組みのため、正常です。`,

  "range-small": (e) =>
    sentence`${about(e)} で割り当て可能なのは ${count(e.observed)} ポートです。${count(e.limit ?? 0)} 未満ではすぐに尽きます。`,
  "range-below-default": (e) =>
    sentence`${about(e)} は ${count(e.observed)} ポートで、システム既定の ${count(e.limit ?? 0)} ポート (${range(e, "default")}) を下回ります。`,
  "range-parity": (e) =>
    sentence`${about(e)} はポート数が奇数です。カーネルは両端の偶奇が異なることを求めており、端の 1 ポートを見つけられないことがあります。`,
  "range-listeners": (e) =>
    sentence`${about(e)} はサービス用のポートまで広がっています: 未予約のリスナーが ${count(e.observed)} 個含まれ、最小はポート ${portOf(e, "lowest")} です。`,
  "range-privileged": (e) =>
    sentence`${about(e)} は ip_unprivileged_port_start (${figure(String(e.limit ?? 0))}) より下から始まっています。`,
  "range-node-ports": (e) =>
    sentence`${about(e)} は Kubernetes の NodePort 範囲 (${range(e, "overlap")}) の未予約 ${count(e.observed)} ポートを含みます。NodePort はソケットが保持しないため、connect() が取りえます。`,
  "range-differs": (e) =>
    sentence`${about(e)} は TCP (IPv4) の範囲ですが、${subject(textOf(e, "other") ?? "")} は ${range(e, "other")} です。それぞれ別に設定されます。`,
  "range-is": (e) =>
    numberOf(e, "isDefault") === 1
      ? sentence`${about(e)} はシステム既定です: 割り当て可能 ${count(e.observed)} ポート。`
      : sentence`${about(e)} はシステム既定から変更されています: 割り当て可能 ${count(e.observed)} ポート。`,
  "range-reserved": (e) => sentence`${about(e)} のうち ${count(e.observed)} ポートが予約済みです。`,

  "conntrack-use": (e) =>
    sentence`${subjectOf(e)} のエントリーは ${named(e, "max")} 件中 ${named(e, "count")} 件 (${observedPercent(e)}) です。満杯になると、ポートが残っていても新しい接続は破棄されます。`,
  "conntrack-is": (e) =>
    sentence`${subjectOf(e)} のエントリーは ${named(e, "max")} 件中 ${named(e, "count")} 件 (${percent(e.observed)}) です。`,
  "conntrack-unlimited": (e) => sentence`${subjectOf(e)} のエントリーは ${named(e, "count")} 件です。上限が 0 のため制限はありません。`,

  "tw-reuse-without-timestamps": (e) =>
    sentence`${about(e)} は ${figure("1")} ですが、tcp_timestamps が ${figure("0")} です。タイムスタンプがなければ再利用は働きません。`,
  "tw-reuse-is": (e) => sentence`${about(e)} は ${figure(String(e.observed))} (${REUSE[e.observed] ?? "不明"}) です。`,
  "tw-reuse-would-help": (e) =>
    sentence`${about(e)} は ${observedPercent(e)} で、大半が内部アドレス宛ての TIME_WAIT です。接続をプールできない場合は、tcp_tw_reuse = 1 でこれらのポートが 1 秒後に戻ります。`,
};

/** The notes of the engine itself. */
export const engineRules: ChecksGroupText<never, (typeof ENGINE_RULES)[number]>["rules"] = {
  "namespace-unread": (e) => sentence`名前空間 ${subjectOf(e)} は判定していません。${gapSentence(e)}`,
  "namespaces-unseen": (e) => sentence`判定していないネットワーク名前空間があります。${gapSentence(e)}`,
  "details-left-out": () => sentence`スナップショットが大きすぎたため、一部の組とリスナーが省かれました。`,
  more: (e) => sentence`ほか ${count(e.observed)} 件。`,
};
