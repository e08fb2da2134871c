//! The elements and attributes of a drawing that are painted, or say how to paint: those of SVG 2 and SVG 1.1, and what
//! labels in HTML are made of.

pub(super) fn is_kept_element(name: &str) -> bool {
    has(ELEMENTS, name)
}

/// Elements of HTML that labels are made of.
pub(super) fn is_kept_html(name: &str) -> bool {
    has(HTML, name)
}

/// Whether an attribute is one that a style could give as well, and is read as CSS.
pub(super) fn is_painted(name: &str) -> bool {
    has(PAINTED, name)
}

pub(super) fn is_kept_attribute(name: &str) -> bool {
    has(ATTRIBUTES, name) || name.starts_with("aria-")
}

fn has(names: &str, name: &str) -> bool {
    names.split_ascii_whitespace().any(|known| known == name)
}

const ELEMENTS: &str = "
    a animate animateMotion animateTransform circle clipPath defs desc ellipse feBlend feColorMatrix feComponentTransfer
    feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB
    feFuncG feFuncR feGaussianBlur feImage feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting
    feSpotLight feTile feTurbulence filter foreignObject g image line linearGradient marker mask mpath path pattern polygon polyline
    radialGradient rect set stop style svg switch symbol text textPath title tspan use view";

const HTML: &str = "
    b blockquote body br code div em font h1 h2 h3 h4 h5 h6 hr i li ol p pre s small span strong sub sup table tbody td
    th thead tr u ul";

/// Presentation attributes, and what sets them in time.
const PAINTED: &str = "
    alignment-baseline baseline-shift by clip clip-path clip-rule color color-interpolation color-interpolation-filters
    color-profile color-rendering cursor direction display dominant-baseline enable-background fill fill-opacity
    fill-rule filter flood-color flood-opacity font font-family font-feature-settings font-kerning font-size
    font-size-adjust font-stretch font-style font-variant font-variant-ligatures font-variation-settings font-weight from
    glyph-orientation-horizontal glyph-orientation-vertical image-rendering inline-size isolation kerning letter-spacing
    lighting-color line-height marker marker-end marker-mid marker-start mask mask-type mix-blend-mode opacity
    overflow paint-order pointer-events shape-inside shape-padding shape-rendering shape-subtract solid-color
    solid-opacity stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin
    stroke-miterlimit stroke-opacity stroke-width style text-align text-anchor text-decoration text-decoration-color
    text-decoration-line text-decoration-style text-orientation text-overflow text-rendering to transform
    transform-box transform-origin unicode-bidi values vector-effect visibility white-space word-spacing writing-mode";

const ATTRIBUTES: &str = "
    accumulate additive align amplitude attributeName attributeType azimuth baseFrequency baseProfile begin bias calcMode class
    clipPathUnits colspan crossorigin cx cy d diffuseConstant dir divisor dur dx dy edgeMode elevation
    end exponent externalResourcesRequired filterRes filterUnits focusable fr fx fy gradientTransform
    gradientUnits height id in in2 intercept k1 k2 k3 k4 kernelMatrix kernelUnitLength keyPoints keySplines keyTimes lang
    lengthAdjust limitingConeAngle markerHeight markerUnits markerWidth maskContentUnits maskUnits max media method min
    mode numOctaves offset operator order orient origin path pathLength patternContentUnits patternTransform
    patternUnits points pointsAtX pointsAtY pointsAtZ preserveAlpha preserveAspectRatio primitiveUnits r radius refX refY
    repeatCount repeatDur requiredExtensions requiredFeatures restart result role rotate rowspan rx ry scale seed side slope
    spacing specularConstant specularExponent spreadMethod startOffset stdDeviation stitchTiles surfaceScale
    systemLanguage tabindex tableValues target targetX targetY textLength type version viewBox viewTarget width x x1 x2
    xChannelSelector y y1 y2 yChannelSelector z zoomAndPan";
