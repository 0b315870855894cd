import type { PlatformZone } from '../../../time/zones';
import { compareDecimals, currencyCode, readDecimal, type Money } from '../../../wire/money';
import { timeFields, timesInOrder } from '../moment';
import { moneyOf } from '../money';
import { present } from '../present';
import { pictureAddress, productUrl } from '../webAddress';
import { nationalPriceTypeOf } from './nationalPrices';
import { groupOf, imagesOf } from './productList';
import { toSku, type ProductFields, type RawProduct, type RawSku } from './productSchema';

/** Lowest and highest of some prices in one currency. */
interface Range {
	least: Money;
	most: Money;
}

/** A price of zero or more with its size, to compare it without floats. */
function sized(written: string | undefined, currency: string | undefined) {
	const money = moneyOf(written, currency);
	const size = money && readDecimal(money.amount);
	return money && size ? { money, size } : undefined;
}

/**
 * Lowest and highest of the variants of a product, by one of their prices. Variants in another currency than
 * the product's cannot be compared and are left out.
 *
 * @param priceOf the price of a variant as the platform wrote it.
 * @returns undefined when there is no price, or one that cannot be read: it might be either end.
 */
function rangeOf<V extends Pick<RawSku, 'currency_code'>>(
	variants: readonly V[],
	currency: string | undefined,
	priceOf: (variant: V) => string | undefined,
): Range | undefined {
	const wanted = currency ?? variants[0]?.currency_code;
	const codeOf = (written = wanted) => written && currencyCode(written);
	const compared = variants.filter((variant) => codeOf(variant.currency_code) === codeOf());
	const prices = compared.map((variant) => sized(priceOf(variant), wanted));
	const known = prices.filter((price) => price !== undefined);
	known.sort((left, right) => compareDecimals(left.size, right.size));
	const [least, most] = [known[0]?.money, known.at(-1)?.money];
	const isWhole = known.length === prices.length;
	return isWhole && least && most && least.currency === most.currency ? { least, most } : undefined;
}

/** Lowest and highest price of a product before discounts; both absent when one of its prices is unknown. */
export function priceRangeOf(read: ProductFields) {
	const { aeop_ae_product_s_k_us: skus, currency_code, product_price } = read;
	const range =
		skus.length > 0
			? rangeOf(skus, currency_code, (sku) => sku.sku_price)
			: rangeOf([{ currency_code }], currency_code, () => product_price);
	return range && { minPrice: range.least, maxPrice: range.most };
}

/** Lowest and highest of the discount prices that a product has; both absent when one cannot be read. */
export function discountRangeOf(read: ProductFields) {
	const skus = read.aeop_ae_product_s_k_us.filter((sku) => sku.sku_discount_price !== undefined);
	const currency = read.currency_code ?? read.aeop_ae_product_s_k_us[0]?.currency_code;
	const range = rangeOf(skus, currency, (sku) => sku.sku_discount_price);
	return range && { minDiscountPrice: range.least, maxDiscountPrice: range.most };
}

/** How product items are made. */
export interface ProductItemChoice {
	/** Zone of the product's times; the platform does not say it. */
	zone: PlatformZone;
	/** Whether the description texts are handed on; they may be hundreds of kilobytes long. */
	includeDescriptions: boolean;
}

/** The title in the language the product was written in, in English, or in any other. */
export function titleOf(read: ProductFields): string | undefined {
	const titles = read.subject_list ?? [];
	const inLocale = (locale: string | undefined) =>
		titles.find((title) => title.locale !== undefined && title.locale === locale)?.value;
	return inLocale(read.locale) ?? inLocale('en_US') ?? titles[0]?.value ?? read.subject;
}

/** The parts that nearly all products have. */
function shownParts(read: ProductFields) {
	const groupIds = (read.group_ids ?? []).flatMap((group) => groupOf(group) ?? []);
	return {
		images: imagesOf(read.image_u_r_ls),
		marketImages: (read.market_images ?? []).flatMap((image) => pictureAddress(image.url) ?? []),
		groupIds,
		titles: (read.subject_list ?? []).map(present),
		attributes: (read.aeop_ae_product_propertys ?? []).map((attribute) =>
			present({
				attributeId: attribute.attr_name_id,
				name: attribute.attr_name,
				valueId: attribute.attr_value_id,
				value: attribute.attr_value,
				unit: attribute.attr_value_unit,
			}),
		),
	};
}

function descriptionsOf(read: ProductFields) {
	return (read.detail_source_list ?? []).map((text) =>
		present({ locale: text.locale, web: text.web_detail, mobile: text.mobile_detail }),
	);
}

function bulkOf(read: ProductFields) {
	const ladder = (read.ladder_price ?? []).map((step) =>
		present({ fromQuantity: step.threshold_num, discount: step.discount }),
	);
	return present({
		fromQuantity: read.bulk_order,
		discountPercent: read.bulk_discount,
		ladder: ladder.length > 0 ? ladder : undefined,
	});
}

function stockOf(read: ProductFields): number | undefined {
	const stocks = read.aeop_ae_product_s_k_us.map((sku) => sku.ipm_sku_stock);
	const isKnown = stocks.length > 0 && stocks.every((stock) => stock !== undefined);
	return isKnown ? stocks.reduce((sum, stock) => sum + (stock ?? 0), 0) : undefined;
}

/** Normalises a product in detail. */
export function toProductItem({ fields: read }: RawProduct, choice: ProductItemChoice) {
	const parts = shownParts(read);
	return present({
		productId: read.product_id,
		title: titleOf(read),
		status: read.product_status_type,
		...priceRangeOf(read),
		stock: stockOf(read),
		skuCount: read.aeop_ae_product_s_k_us.length,
		categoryId: read.category_id,
		imageUrl: parts.images[0],
		url: productUrl(read.product_id),
		price: moneyOf(read.product_price, read.currency_code),
		currency: read.currency_code && currencyCode(read.currency_code),
		...parts,
		skus: read.aeop_ae_product_s_k_us.map((sku) => toSku(sku, read.currency_code)),
		freightTemplateId: read.freight_template_id,
		serviceTemplateId: read.promise_template_id,
		sizeChartId: read.sizechart_id,
		deliveryDays: read.delivery_time,
		weightKg: read.gross_weight,
		lengthCm: read.package_length,
		widthCm: read.package_width,
		heightCm: read.package_height,
		lotSize: read.lot_num,
		soldInLots: read.package_type,
		unit: read.product_unit,
		stockIsReducedAt: read.reduce_strategy,
		bulk: bulkOf(read),
		nationalPriceType: nationalPriceTypeOf(read),
		locale: read.locale,
		...timesInOrder(
			{
				createdAt: read.gmt_create,
				updatedAt: read.gmt_modified,
			},
			choice.zone,
		),
		offlineReason: read.ws_display,
		...timeFields('offlineAt', read.ws_offline_date, choice.zone),
		validDays: read.ws_valid_num,
		videos: (read.aeop_a_e_multimedia?.aeop_a_e_videos ?? []).map((video) =>
			present({
				mediaId: video.media_id,
				mediaType: video.media_type,
				mediaStatus: video.media_status,
				posterUrl: pictureAddress(video.poster_url),
			}),
		),
		qualifications: (read.aeop_qualification_struct_list ?? []).map(present),
		descriptions: choice.includeDescriptions ? descriptionsOf(read) : undefined,
	});
}

/** Takes a product down to the fields that tell it. */
export function simplifyProduct(item: ReturnType<typeof toProductItem>) {
	const { productId, title, status, minPrice, maxPrice } = item;
	const { stock, skuCount, categoryId, imageUrl, url } = item;
	const rest = { stock, skuCount, categoryId, imageUrl, url };
	return present({ productId, title, status, minPrice, maxPrice, ...rest });
}
