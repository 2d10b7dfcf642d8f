/** Which drawings of the gallery are shown, and in which order: the query of its address. */

export const orders = ["newest", "most_liked", "week"] as const;

export interface GalleryFilter {
  sort: (typeof orders)[number];
  /** In English if it is one of the library's; "" is any. */
  theme: string;
  /** The tag; "" is any. */
  language: string;
  /** Where the first page begins: a link for those who run no script has one. */
  cursor?: string;
}

export function parseFilter(query: Record<string, string>): GalleryFilter {
  const { theme = "", language = "", cursor } = query;
  return { sort: orders.find((one) => one === query.sort) ?? "newest", theme, language, cursor };
}

/** The address of the gallery, from its beginning. */
export function galleryPath({ sort, theme, language }: GalleryFilter): string {
  const all = Object.entries({ sort: sort === "newest" ? "" : sort, theme, language });
  const query = new URLSearchParams(all.filter(([, value]) => value));
  return query.size > 0 ? `gallery?${query}` : "gallery";
}
