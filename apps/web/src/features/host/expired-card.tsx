import type { Language } from "@berth/shared/text/language.ts";
import { Card } from "../../ui/card.tsx";
import { textOf } from "../../ui/text.ts";

/** A host of which no snapshot is left: that is not the same as a host that holds nothing. */
export function ExpiredCard({ language }: { language: Language }) {
  const { title, detail } = textOf(language).host.expired;
  return (
    <Card title={title}>
      <p className="meta">{detail}</p>
    </Card>
  );
}
