"use client";

import { useState } from "react";
import styles from "./command.module.css";

interface CommandProps {
  text: string;
  copy: string;
  copied: string;
  /** Says what the text is, where it is not a command. */
  label?: string;
}

/** A command to copy; it wraps rather than hides its end. */
export function Command({ text, copy, copied, label }: CommandProps) {
  const [isCopied, setIsCopied] = useState(false);
  const copyText = async () => {
    await navigator.clipboard.writeText(text);
    setIsCopied(true);
    setTimeout(() => setIsCopied(false), 2000);
  };
  return (
    <div className={styles.command}>
      {label && <span className="visually-hidden">{label}</span>}
      <code>{text}</code>
      <button type="button" className="button" onClick={copyText}>
        {isCopied ? copied : copy}
      </button>
    </div>
  );
}
