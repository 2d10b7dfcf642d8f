/** The address of one of the operator's views, with what narrows it; what is empty is left out. */
export function placePath(place: string, narrowing: Record<string, string>): string {
  const query = new URLSearchParams(Object.entries(narrowing).filter(([, value]) => value));
  return query.size > 0 ? `/admin/${place}?${query}` : `/admin/${place}`;
}
