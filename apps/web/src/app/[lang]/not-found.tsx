import { requestLanguage } from "../../features/preferences/request-language.ts";
import { Notice } from "../../ui/notice.tsx";
import { textOf } from "../../ui/text.ts";

export default async function NotFound() {
  const language = await requestLanguage();
  const { missing } = textOf(language);
  return (
    <Notice title={missing.title}>
      <p>{missing.detail}</p>
      <a className="button" href={`/${language}`}>
        {missing.action}
      </a>
    </Notice>
  );
}
