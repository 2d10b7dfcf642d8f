import { Waiting } from "../design/waiting";
import { t } from "../i18n";
import { Page } from "./frame";
import "./loadingPage.css";

/**
 * Shown until a view's first answer arrives. It stays invisible for a moment, so that a quick
 * answer causes no flicker.
 */
export function LoadingPage({ title }: { title?: string }) {
  return (
    <Page title={title} class="loading-page">
      <p class="loading-page-text" role="status">
        <Waiting />
        {t("common.loading")}
      </p>
    </Page>
  );
}
