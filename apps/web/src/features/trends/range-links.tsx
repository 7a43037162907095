import type { Language } from "@berth/shared/text/language.ts";
import { TREND_RANGES, type TrendRange } from "@berth/shared/text/web-trends.ts";
import Link from "next/link";
import { segmented } from "../../ui/segmented.ts";
import { textOf } from "../../ui/text.ts";

interface RangeLinksProps {
  language: Language;
  range: TrendRange;
  group: string | undefined;
}

/** The range is part of the address; the group stays. */
export function RangeLinks({ language, range, group }: RangeLinksProps) {
  const words = textOf(language).trends;
  return (
    <nav className={segmented} aria-label={words.rangeLabel}>
      {TREND_RANGES.map((each) => (
        <Link
          key={each}
          href={`?${new URLSearchParams({ range: each, ...(group !== undefined && { group }) })}`}
          scroll={false}
          prefetch={false}
          aria-current={each === range ? "true" : undefined}
        >
          {words.range[each]}
        </Link>
      ))}
    </nav>
  );
}
