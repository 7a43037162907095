import { notFound } from "next/navigation";

/** Any address under a language that is no page. */
export default function Missing(): never {
  notFound();
}
