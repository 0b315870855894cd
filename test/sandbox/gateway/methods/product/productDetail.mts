import { list } from '../../envelope.mts';
import type { Method } from '../method.mts';
import { askedProduct, NO_PRODUCT } from './askedProduct.mts';
import { imageText, sharedDetail } from './productRow.mts';

/** `aliexpress.offer.product.query`: a product with its texts in all languages. */
export const productDetail: Method = {
	name: 'aliexpress.offer.product.query',
	group: 'product',
	answer(call) {
		const product = askedProduct(call);
		if (!product) return NO_PRODUCT;
		const { name, nameZh, imageUrl } = product;
		const page = (text: string) =>
			JSON.stringify({
				version: '2.0.0',
				moduleList: [{ type: 'html', html: { content: `<p>${text} &amp; more</p>` } }],
			});
		const texts = [
			{ locale: 'en_US', value: name },
			{ locale: 'zh_CN', value: nameZh },
			{ locale: 'ar_MA', value: `منتج ${name}` },
		];
		return {
			result: {
				...sharedDetail(product, call),
				locale: 'en_US',
				subject_list: list('subject', texts),
				detail_source_list: list(
					'detail_source',
					texts.map(({ locale, value }) => ({
						locale,
						web_detail: page(value),
						mobile_detail: page(value),
					})),
				),
				market_images: list('market_image', [
					{ url: imageText(product).split(';')[0], image_type: 2 },
				]),
				ladder_price: list(
					'ladder_price',
					product.bulk
						? [
								{
									threshold_num: product.bulk.from,
									discount: String(product.bulk.discountPercent),
								},
							]
						: [],
				),
				aeop_a_e_multimedia: {
					aeop_a_e_videos: list('aeop_ae_video', [
						{ media_id: 7_000_000_001, media_type: 'video', poster_url: imageUrl },
					]),
				},
				aeop_qualification_struct_list: list('aeop_qualification_struct', [
					{ key: 'ce_cert', type: 'image', value: imageUrl },
				]),
			},
		};
	},
};
