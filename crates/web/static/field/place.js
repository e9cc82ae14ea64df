// Where the telephone is, rounded to ten-thousandths of a degree before anything is kept: about eleven metres.

/** The place, or null where the telephone does not know it or may not say. */
export function here() {
  return new Promise((resolve) => {
    if (!navigator.geolocation) return resolve(null);
    const found = ({ coords }) =>
      resolve({
        lat: Math.round(coords.latitude * 10_000),
        lon: Math.round(coords.longitude * 10_000),
        metres: Math.min(100_000, Math.max(11, Math.round(coords.accuracy))),
      });
    navigator.geolocation.getCurrentPosition(found, () => resolve(null), { timeout: 15_000, enableHighAccuracy: true });
  });
}

/** As people read it. */
export const written = (place) =>
  `${(place.lat / 10_000).toFixed(4)}, ${(place.lon / 10_000).toFixed(4)} ±${place.metres} m`;
