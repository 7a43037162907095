"use client";

import type { Language } from "@berth/shared/text/language.ts";
import { useId, useRef } from "react";
import { textOf } from "../../ui/text.ts";
import styles from "./add-host.module.css";
import { EnrolmentSteps } from "./enrolment-steps.tsx";
import type { ServerAddress } from "./server-address.ts";

/** The enrolment panel of a fleet that has hosts already: a dialog, closed by Escape, focus back on its button. */
export function AddHost({ language, server }: { language: Language; server: ServerAddress }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const text = textOf(language);
  return (
    <>
      <button type="button" className="button" aria-haspopup="dialog" onClick={() => dialog.current?.showModal()}>
        {text.enrolment.addHost}
      </button>
      <dialog ref={dialog} className={styles.dialog} aria-labelledby={titleId}>
        <div className={styles.head}>
          <h2 id={titleId}>{text.enrolment.title}</h2>
          <button type="button" className="button" onClick={() => dialog.current?.close()}>
            {text.close}
          </button>
        </div>
        <p className={styles.lead}>{text.enrolment.lead}</p>
        <EnrolmentSteps language={language} server={server} create={text.enrolment.create} />
      </dialog>
    </>
  );
}
