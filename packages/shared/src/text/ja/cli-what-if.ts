import type { CliWhatIfText } from "../cli-what-if.ts";

export const cliWhatIf: CliWhatIfText = {
  title: {
    changes: "もし変えたら",
    collisions: "衝突",
    refused: "却下",
    cautions: "注意",
    found: "このホストの設定で、役に立たないもの",
    apply: "適用方法",
    undo: "元に戻す方法",
    conditions: "前提となる条件",
    verify: "確認方法",
    remedies: "打てる手 (良い順)",
  },
  before: "現在",
  after: "変更後",
  settles: ({ ports, share, rate, ceiling }) =>
    `毎秒 ${rate} 接続なら、定常時は ${ports} (${share})。耐えられるのは${ceiling === null ? "いくらでも" : `毎秒 ${ceiling} まで`}`,
  cutOff: "ポートが残っていません。開けた数より多くの接続が求められている可能性があります。",
  noRate: "直近 1 分間に開閉された接続なし",
  boundFreely: "上限なし: bind() はポートを取らない",
  moreTuples: (count) => `ほか ${count} 組`,
  gradual: "効果は、今あるソケットの終了につれて、変更から 1 分以内に現れます。",
  countsOnly: "個数からの計算です。ここでは各ソケットのポート位置が分かりません。",
  verdict: {
    changes: (subject, before, after, rate, verdict) =>
      rate === null
        ? `${subject} の残りは ${before.left} から ${after.left} になります。`
        : `${subject} の残りは ${before.left} から ${after.left} になり、毎秒 ${rate} 接続なら定常時の使用率は ${before.settles} から ${after.settles} に変わります: ${verdict}。`,
    same: (subject) => `${subject} は何も変わりません。`,
    nothingOutbound: (before, after) => `外向きの接続はありません。各宛先のポートは ${before} から ${after} になります。`,
    solveFirst: (count) => `先に ${count} 件の衝突を解決してください。`,
    onlyRefused: "何も変わりません。求められた設定は、ポートに効果がないか、害があります。",
  },
  unreadable: "範囲かソケットを読めないため、計算できません。読めるようにする方法は berth-agent doctor が示します。",
  effect: (before, after) => `定常時の使用率 ${before} → ${after}`,
  noEffectCounted: "効果はポート数では計算できない",
  risk: (level, why) => `${level}: ${why}`,
  reserving: (flag) => `ポートを予約すれば解決します: ${flag} を加えてください`,
  furtherWays: (tools, more, command) => `ほかの方法: ${tools}${more > 0 ? `、ほか ${more} 件` : ""}。すべて表示: ${command}`,
  cause: (cause) => `原因: ${cause}`,
  nothingNeeded: "ポートは不足していません。余裕を増やすなら:",
  nothingShort: "ポートは不足していません。外向きの接続もないため、余裕を増やす計算はできません。",
  nothingHelps: "この件に対する手は分かっていません。",
  tryIt: (command) => `試算: ${command}`,
  commands: (command) => `コマンド: ${command}`,
  notHere: (remedy) => `${remedy}: ここでは役に立たないか、対象がありません。`,
};
