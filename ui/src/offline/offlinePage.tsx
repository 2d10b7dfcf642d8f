import { t } from "../i18n";
import { UnfetchedPage } from "../page/errorPages";
import { WarmUp } from "../room/warmUp/warmUp";
import "../page/otherViews";
import "./offlinePage.css";

/**
 * What the service worker shows when the page could not be fetched, at any address. It goes to
 * that address as soon as the server answers; meanwhile there is a sheet to draw on.
 */
export function OfflinePage() {
  return (
    <UnfetchedPage>
      <div class="offline-sheet">
        <WarmUp title={t("quick.warmUp")}>
          <p>{t("quick.warmUpText")}</p>
        </WarmUp>
      </div>
    </UnfetchedPage>
  );
}
