/** Read out politely when its sentence changes, and only then. */
export function Announcement({ children }: { children: string }) {
  return (
    <p className="visually-hidden" aria-live="polite">
      {children}
    </p>
  );
}
