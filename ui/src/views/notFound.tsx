import { Blank } from "../components/blank";
import { Button } from "../components/button";
import { Page } from "../components/page";
import { t } from "../i18n";

/** No page at this address. */
export default function NotFound() {
  return (
    <Page title={t("notFound.title")}>
      <Blank doodle="lost" title={t("notFound.title")} text={t("notFound.text")}>
        <Button look="primary" href="/">
          {t("common.goHome")}
        </Button>
      </Blank>
    </Page>
  );
}
