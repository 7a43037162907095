import type { FleetGroups } from "@berth/shared/contract/trends.ts";
import type { Language } from "@berth/shared/text/language.ts";
import type { TrendRange } from "@berth/shared/text/web-trends.ts";
import type { Answer } from "../../api/answer.ts";
import { printable } from "../../ui/printable.ts";
import { textOf } from "../../ui/text.ts";
import { byLabel, groupName } from "./group-name.ts";
import styles from "./group-picker.module.css";

interface GroupPickerProps {
  language: Language;
  groups: Answer<FleetGroups>;
  group: string | undefined;
  range: TrendRange;
}

/** The whole fleet, or the hosts of one label; a plain form, so that a choice by keyboard is sent only when it is made. */
export function GroupPicker({ language, groups, group, range }: GroupPickerProps) {
  const words = textOf(language).trends.group;
  const known = groups.kind === "ok" ? groups.value.data : [];
  if (groups.kind === "ok" && known.length === 0 && group === undefined) return null;
  const isMissing = group !== undefined && !known.some((each) => groupName(each) === group);
  return (
    <form className={styles.picker} action={`/${language}/trends`}>
      <input type="hidden" name="range" value={range} />
      <select key={group} name="group" aria-label={words.label} defaultValue={group ?? ""}>
        <option value="">{words.all}</option>
        {isMissing && <option value={group}>{printable(group)}</option>}
        {byLabel(known).map(({ label, groups: ofLabel }) => (
          <optgroup key={label} label={printable(label)}>
            {ofLabel.map((each) => (
              <option key={each.value} value={groupName(each)}>
                {words.option(printable(each.value), each.hosts)}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
      <button type="submit" className="button">
        {words.show}
      </button>
      {groups.kind !== "ok" && <span className="meta">{words.unavailable}</span>}
    </form>
  );
}
