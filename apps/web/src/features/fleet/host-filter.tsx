"use client";

import { useEffect, useRef } from "react";
import styles from "./host-filter.module.css";

interface HostFilterProps {
  label: string;
  hint: string;
  value: string;
  onChange(value: string): void;
}

/** `/` brings the focus here from anywhere but another field; Escape empties it. */
export function HostFilter({ label, hint, value, onChange }: HostFilterProps) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const focus = (event: KeyboardEvent) => {
      const isTyping = event.target instanceof HTMLElement && event.target.matches("input, textarea, select, [contenteditable]");
      if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      field.current?.focus();
    };
    document.addEventListener("keydown", focus);
    return () => document.removeEventListener("keydown", focus);
  }, []);
  return (
    <span className={styles.filter}>
      <input
        ref={field}
        type="search"
        aria-label={label}
        aria-keyshortcuts="/"
        placeholder={hint}
        value={value}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => event.key === "Escape" && onChange("")}
      />
      <kbd>/</kbd>
    </span>
  );
}
