// The cart and its pole, one step of 20 ms at a time: the same equations as gymnasium's CartPole-v1, Euler's method.

// state: [position, speed, angle, angular speed]; push: −1 to the left, 1 to the right.
export function step([x, v, angle, turn], push, { gravity, masscart, masspole, length, force_mag, tau }) {
  const mass = masscart + masspole, sin = Math.sin(angle), cos = Math.cos(angle);
  const temp = (push * force_mag + masspole * length * turn * turn * sin) / mass;
  const turning = (gravity * sin - cos * temp) / (length * (4 / 3 - (masspole * cos * cos) / mass));
  const speeding = temp - (masspole * length * turning * cos) / mass;
  return [x + tau * v, v + tau * speeding, angle + tau * turn, turn + tau * turning];
}

export function fallen([x, , angle], { x_threshold, theta_threshold_radians }) {
  return Math.abs(x) > x_threshold || Math.abs(angle) > theta_threshold_radians;
}

export function freshStart(random = Math.random) {
  return Array.from({ length: 4 }, () => 0.1 * random() - 0.05);
}
