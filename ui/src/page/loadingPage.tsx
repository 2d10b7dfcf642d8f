import { Waiting } from "../design/waiting";
import { t } from "../i18n";
import { Page } from "./frame";
import "./loadingPage.css";

/** What a view shows until its first answer is here. An answer that comes soon finds it still unseen. */
export function LookingPage({ title }: { title?: string }) {
  return (
    <Page title={title} class="looking">
      <p class="looking-words" role="status">
        <Waiting />
        {t("common.loading")}
      </p>
    </Page>
  );
}
