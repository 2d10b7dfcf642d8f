/** The path of one of the operator's pages, with its filter; empty values are left out. */
export function adminPath(place: string, narrowing: Record<string, string>): string {
  const query = new URLSearchParams(Object.entries(narrowing).filter(([, value]) => value));
  return query.size > 0 ? `admin/${place}?${query}` : `admin/${place}`;
}
