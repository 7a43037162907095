import { evidenceFigures, subjectOf, textOf } from "../checks-figures.ts";
import { sentence, subject } from "../sentence.ts";
import type { VerdictText } from "../verdict.ts";

const { percent } = evidenceFigures("ja");

export const verdict: VerdictText = {
  calm: (closest) => {
    if (closest === null) return sentence`いまのところ危険はありません。範囲内のポートを使う外向き TCP 接続はありません。`;
    const namespace = textOf(closest, "namespace");
    const within = namespace === null ? [] : sentence` (${subject(namespace)} 内)`;
    return sentence`いまのところ危険はありません。最も近いのは ${subjectOf(closest)}${within} の ${percent(closest.observed)} です。`;
  },
  unknown: (cause, lastKnown) => sentence`状態は不明です。${cause ?? ""}${lastKnown ? sentence`最後に分かっていた状態: ${lastKnown}` : []}`,
  stale: (last) => sentence`応答がありません。最後の報告: ${last}`,
  never: sentence`登録済みですが、まだ報告がありません。`,
};
