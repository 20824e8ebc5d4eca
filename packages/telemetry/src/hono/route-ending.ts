import { toSpanNameMethod } from '../http/method.ts';
import { createAttributeTemplate, type AttributeTemplate } from '../trace/attribute-template.ts';

/** What the spans of all requests for one route have alike that were answered with one status. */
export interface RouteEnding {
  readonly knownMethod: string;
  readonly status: number;
  /** `{method} {http.route}` (HTTP semantic conventions, "Name"). */
  readonly name: string;
  readonly attributes: AttributeTemplate;
}

/** An app has so many routes and a route so many answers; both are bounded all the same, should one make them up. */
const maxRoutes = 1000;
const maxEndingsPerRoute = 64;
const endings = new Map<string, RouteEnding[]>();

export function routeEnding(knownMethod: string, route: string, status: number): RouteEnding {
  const ofRoute = endings.get(route);
  if (ofRoute !== undefined) {
    for (const ending of ofRoute) {
      if (ending.status === status && ending.knownMethod === knownMethod) return ending;
    }
  }
  const ending: RouteEnding = {
    knownMethod,
    status,
    name: `${toSpanNameMethod(knownMethod)} ${route}`,
    attributes: createAttributeTemplate({ 'http.route': route, 'http.response.status_code': status }),
  };
  if (ofRoute === undefined) {
    if (endings.size < maxRoutes) endings.set(route, [ending]);
  } else if (ofRoute.length < maxEndingsPerRoute) ofRoute.push(ending);
  return ending;
}
