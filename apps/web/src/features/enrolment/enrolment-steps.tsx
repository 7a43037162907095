"use client";

import type { Language } from "@berth/shared/text/language.ts";
import { useActionState } from "react";
import { Command } from "../../ui/command.tsx";
import { textOf } from "../../ui/text.ts";
import styles from "./enrolment-steps.module.css";
import { issueToken, type TokenState } from "./issue-token.ts";
import type { ServerAddress } from "./server-address.ts";

const TOKEN_FILE = "berth-token";

interface EnrolmentStepsProps {
  language: Language;
  server: ServerAddress;
  /** What the button that asks for a token says. */
  create: string;
}

/** Asks for a token, then shows the four commands that enrol a host with it. */
export function EnrolmentSteps({ language, server, create }: EnrolmentStepsProps) {
  const [state, ask, isAsking] = useActionState<TokenState>(issueToken, { kind: "none" });
  const text = textOf(language);
  const words = text.enrolment;
  const command = (value: string, label?: string) => <Command text={value} copy={text.copy} copied={text.copied} label={label} />;
  return (
    <div className={styles.steps}>
      {server.isLoopback && (
        <div className={styles.loopback}>
          <p>
            <strong>{words.loopback.title}</strong> {words.loopback.detail(server.url)}
          </p>
          {command(words.loopback.command)}
        </div>
      )}
      {state.kind !== "issued" ? (
        <form action={ask}>
          <button type="submit" className="button button-primary" disabled={isAsking}>
            {create}
          </button>
          {state.kind === "failed" && (
            <p role="alert" className={styles.failed}>
              {words.failed}
            </p>
          )}
        </form>
      ) : (
        <ol>
          <li>
            <h3>{words.steps.download.title}</h3>
            {command(`curl -fsSO ${server.url}/v1/agents/berth-agent.mjs`)}
            <p className="meta">{words.steps.download.detail}</p>
          </li>
          <li>
            <h3>{words.steps.token.title}</h3>
            {command(`(umask 077; rm -f ${TOKEN_FILE}; cat > ${TOKEN_FILE})`)}
            {command(state.token, words.tokenLabel)}
            <p className="meta">
              {words.steps.token.detail} {words.tokenMeta(state.minutesLeft, state.usesLeft)}
            </p>
          </li>
          <li>
            <h3>{words.steps.enrol.title}</h3>
            {command(`node berth-agent.mjs enrol --server ${server.url} --token-file ${TOKEN_FILE}`)}
            <p className="meta">{words.steps.enrol.detail}</p>
          </li>
          <li>
            <h3>{words.steps.run.title}</h3>
            {command("node berth-agent.mjs run")}
            <p className="meta">{words.steps.run.detail}</p>
          </li>
        </ol>
      )}
    </div>
  );
}
