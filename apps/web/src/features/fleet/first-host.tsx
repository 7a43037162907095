import type { Language } from "@berth/shared/text/language.ts";
import { printable } from "../../ui/printable.ts";
import { textOf } from "../../ui/text.ts";
import { EnrolmentSteps } from "../enrolment/enrolment-steps.tsx";
import type { ServerAddress } from "../enrolment/server-address.ts";
import styles from "./first-host.module.css";

/** A fleet without hosts teaches how to get the first one, and waits for it. */
export function FirstHost({ language, server, enrolled }: { language: Language; server: ServerAddress; enrolled: readonly string[] }) {
  const { empty, lead } = textOf(language).enrolment;
  return (
    <div className={styles.first}>
      <div aria-hidden="true" className={styles.berths}>
        {Array.from({ length: 12 }, (_, index) => (
          <span key={index} />
        ))}
      </div>
      <h2>{empty.title}</h2>
      <p className={styles.lead}>{empty.lead}</p>
      <p>{lead}</p>
      <EnrolmentSteps language={language} server={server} create={empty.create} />
      <p className={styles.waiting} role="status">
        {enrolled.length === 0 ? empty.waiting : empty.waitingFor(enrolled.map(printable).join(", "))}
      </p>
    </div>
  );
}
